"""A country to count: 1 decision, 34 provinces, 3,321 communes, 10 years, as ``kehoach collect`` leaves it.

``.venv/bin/python bench/country.py`` makes it under ``build/bench``, counts it, and compares each count with
a query written by hand over one flat table: the same answer, at what cost. All of it is fictional.
"""

import argparse
import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from kehoach.files.tree import sha256
from kehoach.rollup import cells
from kehoach.rollup.tables import mark

BUILD = Path(__file__).resolve().parents[1] / "build" / "bench" / "country"
PROVINCES, COMMUNES, YEARS, TASKS = 34, 3321, 10, 209
DAY = date(2026, 6, 30)
#: Of ten thousand random numbers, below which a task that is no more open stands where.
_STATES = (
    "CASE WHEN luck < 6000 THEN 'done-on-time' WHEN luck < 7500 THEN 'done-late' ELSE 'no-information' END"
)
_HAND = """
    SELECT {by}, state, count(*) FROM read_parquet('{flat}')
    WHERE {rows} AND since <= DATE '{day}' AND (until >= DATE '{day}' OR latest) GROUP BY 1, 2
"""


def make(folder: Path, communes: int = COMMUNES, years: int = YEARS, tasks: int = TASKS) -> None:
    """Write the tables of a gathering, and beside them ``flat.parquet`` with all steps."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(
        config={
            "threads": 2,
            "memory_limit": "4GB",
            "preserve_insertion_order": False,
            "temp_directory": str(folder / ".tmp"),
        }
    ) as db:
        db.execute(f"""
            CREATE TABLE offices AS SELECT
                CASE WHEN i = 0 THEN 'Thủ tướng Chính phủ (giả định)'
                     WHEN i <= {PROVINCES} THEN format('Ủy ban nhân dân tỉnh Mẫu {{}} (giả định)', i)
                     ELSE format('Ủy ban nhân dân xã Mẫu {{}} (giả định)', i) END AS office,
                CASE WHEN i = 0 THEN '-' ELSE format('Mẫu {{:02d}}', i % {PROVINCES} + 1) END AS province,
                CASE WHEN i = 0 THEN '-' ELSE format('mau-{{:02d}}', i % {PROVINCES} + 1) END AS place,
                CASE WHEN i = 0 THEN 'central' WHEN i <= {PROVINCES} THEN 'province'
                     ELSE 'commune' END AS level, i
            FROM range({1 + PROVINCES + communes}) numbers(i)""")
        db.execute(f"""
            CREATE TABLE plans AS SELECT
                'giả định' AS source, format('{{}}-{{}}.json', i, y) AS file, '' AS sha256, office,
                province, place, level,
                format('{{}}', {DAY.year} - y) AS year, format('Lĩnh vực {{}}', i % 12) AS field,
                format('KH-{{}}-{{}}', i + 1, {DAY.year} - y) AS plan, '' AS number, 'Giả định' AS title,
                make_date({DAY.year} - y, 1, 15) AS issued, DATE '{DAY}' AS as_of, NULL::VARCHAR AS commit, i
            FROM offices, range({years}) numbers(y)""")
        db.execute(f"""
            CREATE VIEW steps AS
            WITH drawn AS (
                SELECT plans.*, format('NV-{{}}', t) AS task, hash(plan, t) % 10000 AS luck,
                    issued + (30 + hash(t, plan) % 300)::INTEGER AS turn FROM plans, range({tasks}) numbers(t)
            ), turns AS (
                SELECT *, 'open-in-time' AS state, issued AS since, least(turn - 1, as_of) AS until FROM drawn
                UNION ALL
                SELECT *, {_STATES}, turn, as_of FROM drawn WHERE turn <= as_of AND luck < 4500
            )
            SELECT source, file, office, province, place, level, year, field, plan, task,
                CASE WHEN part = 1 THEN format('CQ-{{}}', luck % 20) END AS agency,
                CASE WHEN part = 1 THEN format('Cơ quan {{}} (giả định)', luck % 20) END AS name,
                'agency' AS kind, state, since, until, until = as_of OR luck >= 4500 AS latest,
                issued + 330 AS due, TRUE AS counted, TRUE AS certain
            FROM turns, range(2) numbers(part)""")
        parts = "(FORMAT parquet, COMPRESSION zstd, PARTITION_BY (place, year), "
        parts += "WRITE_PARTITION_COLUMNS, OVERWRITE)"
        tables = folder / "tables-1"
        tables.mkdir()
        db.execute(f"COPY (SELECT * EXCLUDE (i) FROM plans) TO '{tables / 'plans'}' {parts}")
        whole = "SELECT * EXCLUDE (agency, name, kind, certain) FROM steps WHERE agency IS NULL"
        db.execute(f"COPY ({whole}) TO '{tables / 'steps'}' {parts}")
        shares = "SELECT * EXCLUDE (level, field) FROM steps WHERE agency IS NOT NULL"
        db.execute(f"COPY ({shares}) TO '{tables / 'parts'}' {parts}")
        db.execute(f"COPY steps TO '{folder / 'flat.parquet'}' (FORMAT parquet, COMPRESSION zstd)")
    mark(folder, tables)


def by_hand(folder: Path, by: str) -> list[tuple[str, str, int]]:
    """What a person would ask of one flat table."""
    rows = "agency IS NOT NULL AND certain" if by == "agency" else "agency IS NULL AND counted"
    column = "name" if by == "agency" else by
    config: dict[str, Any] = {"threads": 2, "memory_limit": "350MB", "temp_directory": str(folder / ".tmp")}
    with duckdb.connect(config=config) as db:
        flat = folder / "flat.parquet"
        found = sorted(db.execute(_HAND.format(by=column, flat=flat, rows=rows, day=DAY)).fetchall())
        if by == "agency":  # the total, in which each task is once
            whole = _HAND.format(by="TRUE", flat=flat, rows="agency IS NULL AND counted", day=DAY)
            db.execute(whole).fetchall()
        return found


def by_rollup(folder: Path, by: str) -> list[tuple[str, str, int]]:
    """The same by ``kehoach rollup``."""
    found = cells.rollup(folder, DAY, by)
    return sorted((row.key, state.value, n) for row in found.rows for state, n in row.counts.items())


def cost(how: str, folder: Path, by: str) -> tuple[float, int, str]:
    """CPU seconds, megabytes at most and the answer of one way, in an own process; the best of three."""
    command = [sys.executable, __file__, "--folder", str(folder), "--how", how, "--by", by]
    found = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(3)]
    return min(one["cpu"] for one in found), max(one["mb"] for one in found), found[0]["answer"]


def main() -> None:
    """Make the country unless it is there; count it both ways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=BUILD)
    parser.add_argument("--how", choices=("hand", "rollup"))
    parser.add_argument("--by", default="province")
    args = parser.parse_args()
    if args.how:
        answer = (by_hand if args.how == "hand" else by_rollup)(args.folder, args.by)
        spent, said = time.process_time(), Path("/proc/self/status").read_text("utf-8")
        most = next(int(line.split()[1]) // 1024 for line in said.splitlines() if line.startswith("VmHWM"))
        print(json.dumps({"cpu": spent, "mb": most, "answer": sha256(str(answer).encode())}))
        return
    if not (args.folder / "flat.parquet").exists():
        make(args.folder)
    for by in cells.BY:
        ours, hand = cost("rollup", args.folder, by), cost("hand", args.folder, by)
        if ours[2] != hand[2]:
            raise SystemExit(f"{by}: the answers differ")
        print(f"{by}: {ours[0]:.2f} s, {ours[1]} MB; by hand {hand[0]:.2f} s; {ours[0] / hand[0]:.2f} times")


if __name__ == "__main__":
    main()
