"""The questions of ``kehoach rollup`` on Spark: the same files, over the same Parquet, with the same answers.

``make spark``, which needs Java 17; Spark runs in this process: on a part of the country by all that cells
are counted by, and by every question there is on what a province has gathered. All of it is fictional.
"""

import json
import random
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

import communes
import country
from kehoach.files.tree import sha256
from kehoach.rollup import cells, figures, gathering
from kehoach.rollup.tables import TABLES, asking, tables_of

#: Every question that is asked of tables.
QUESTIONS = ("total", *cells.BY, "coverage", "indicator", "issued", "taken")
TASKS = [f"NV-7-2026-{number}" for number in range(12)]
_STATES = ("done-on-time", "done-late", "open-overdue", "no-information")
_COMBINED = (
    ("Số xã đạt chuẩn", "xã", "sum"),
    ("Tỷ lệ hài lòng", "%", "mean"),
    ("Tỷ lệ đúng hạn", "%", "least"),
)


def gathered(folder: Path, offices: int = 200) -> None:
    """Gather what so many communes have sent: plans, whose tasks they take up, and what they measure."""
    rng = random.Random(21)
    (folder / "data").mkdir(parents=True)
    for number in range(offices):
        rows = [(task, rng.choice(_STATES)) for task in TASKS if rng.random() < communes.SHARE]
        as_of = communes.DAY - timedelta(days=rng.randrange(3))
        told = communes.sent(communes.name(number), f"{number}/KH-UBND", as_of, rows)
        told["needs"].append({"id": "CQ-1", "title": f"Phòng Mẫu {number % 9} (giả định)"})
        told["course"] += [{**held, "agency": "CQ-1"} for held in told["course"]]
        told["indicators"] = [_indicator(*kind, rng) for kind in _COMBINED if rng.random() < communes.SHARE]
        (folder / "data" / f"du-lieu-{number}.json").write_text(json.dumps(told), encoding="utf-8")
    gathering.gather([*gathering.files("giả định", folder / "data")], folder / "out", communes.DAY)


def _indicator(title: str, unit: str, combined: str, rng: random.Random) -> dict[str, Any]:
    def values(first: int) -> list[dict[str, Any]]:
        days = [communes.ISSUED + timedelta(days=first + 60 * step) for step in range(rng.randrange(4))]
        return [{"day": day.isoformat(), "value": rng.randrange(10_000) / 100} for day in days]

    words = {"id": f"CT-{title}", "title": f"{title} (giả định)", "unit": unit, "direction": "higher"}
    return {**words, "combined": combined, "figures": values(0), "targets": values(100)}


def seen_by(spark: SparkSession, tables: Path | None) -> None:
    """Give Spark the tables of a gathering as views; those of no rows have no files."""
    for name in TABLES:
        spark.catalog.dropTempView(name)
        if tables and (tables / name).is_dir():
            # The files hold all columns: nothing is read from names of folders.
            rows = spark.read.option("recursiveFileLookup", "true").parquet(f"{tables}/{name}")
            rows.createOrReplaceTempView(name)


def hashed(rows: Sequence[Sequence[Any]]) -> str:
    """Of rows in whatever order: engines that sort alike names alike are few."""
    return sha256("\n".join(sorted(repr(tuple(row)) for row in rows)).encode())


def main() -> None:
    """Ask both engines; a difference is the exit code."""
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "4"}
    spark = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")

    def ask(asked: str) -> list[Any]:
        rows: list[Any] = spark.sql(asked).collect()
        return rows

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made, "country")
        country.make(folder, communes=400, years=2, tasks=100)
        seen_by(spark, tables_of(folder))
        for by in cells.BY:
            start = time.perf_counter()
            theirs = cells.counted(ask, country.DAY, by)
            took = time.perf_counter() - start
            if theirs != cells.rollup(folder, country.DAY, by):
                raise SystemExit(f"{by}: the answers differ")
            print(f"{by}: {len(theirs.rows)} rows, the same as DuckDB; {took:.1f} s")
        folder = Path(made, "province")
        gathered(folder)
        seen_by(spark, tables_of(folder / "out"))
        ours = ", ".join(f"'{communes.PLAN} {task}'" for task in TASKS)
        with asking(folder / "out") as duckdb:
            for name in QUESTIONS:
                asked = cells.question(name, communes.DAY).replace(":ours", ours)
                rows = [*duckdb(asked)]
                if not rows or hashed(rows) != hashed(ask(asked)):
                    raise SystemExit(f"{name}: the answers differ")
                print(f"{name}: {len(rows)} rows, the same as DuckDB")
            if figures.combined(ask, communes.DAY) != figures.combined(duckdb, communes.DAY):
                raise SystemExit("indicators: what is made of the answers differs")
    spark.stop()


if __name__ == "__main__":
    main()
