"""A province of 166 communes and a plan of 40 tasks for all of them, as a project with what was collected.

``.venv/bin/python bench/communes.py FOLDER`` makes it, with a site that shows it. All of it is fictional.
"""

import argparse
import json
import random
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kehoach.plan.upper import FORMAT, VERSION
from kehoach.rollup import gathering

REPOSITORY = Path(__file__).resolve().parents[1]
COMMUNES, TASKS = 166, 40
#: How many of the tasks a commune takes up.
SHARE = 0.8
PLAN, ISSUER, COLLECTED = "KH-7-2026", "Ủy ban nhân dân tỉnh Mẫu (giả định)", "thu-thap"
DAY, ISSUED, DUE = date(2026, 6, 30), date(2026, 1, 15), date(2026, 5, 31)
_STATES = ("done-on-time", "done-on-time", "done-late", "open-overdue", "no-information", "ongoing")
_HOME = f"""\
# Kế hoạch

:::{{plan}} Chuyển đổi số ở xã, phường, đặc khu (dữ liệu giả định)
:id: {PLAN}
:number: 7/KH-UBND
:doc_type: Kế hoạch
:issuer: {ISSUER}
:issued: {ISSUED}
:source: dữ liệu giả định
:source_status: Dữ liệu giả định
:::
"""
_TASK = """
:::{{task}} Nhiệm vụ {number}: rà soát, niêm yết thủ tục hành chính và báo cáo kết quả hằng tháng
:id: NV-7-2026-{part}-{number}
:clause: {part}.{number}
:owner: CQ-CACXA
:ownership: each
:deadline: {deadline}
:deliverables: SP-7-2026-{number}
:::

:::{{deliverable}} Báo cáo kết quả
:id: SP-7-2026-{number}
:origin: derived
:::
"""
_AGENCY = "\n:::{{agency}} {title}\n:id: {id}\n:kind: {kind}\n{more}:::\n"


def make(root: Path, communes: int = COMMUNES, tasks: int = TASKS, seed: int = 21) -> None:
    """Write the project, and beside it what four of five communes have sent."""
    pages = {"needs/kh-7-2026/ke-hoach.md": _plan(tasks), "needs/agencies.md": _agencies(communes)}
    pages["conf.py"] = 'extensions = ["kehoach"]\ninclude_patterns = ["index.md", "docs/**", "needs/**"]\n'
    pages["index.md"] = "# Giả định\n\n:::{view} home\n:::\n\n:::{plan-pages}\n:::\n"
    for name in ("below", "rollup"):
        pages[f"docs/views/{name}.md"] = (REPOSITORY / f"docs/views/{name}.md").read_text("utf-8")
    model = (REPOSITORY / "ubproject.toml").read_text("utf-8")
    pages["ubproject.toml"] = model.replace("[kehoach]\n", f'[kehoach]\ncollected = "{COLLECTED}"\n', 1)
    for name, text in pages.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(communes):
            if number % 5 != 4:
                told = _sent(number, tasks, rng)
                Path(folder, f"du-lieu-{number}.json").write_text(json.dumps(told), encoding="utf-8")
        gathering.gather([*gathering.files("xa", Path(folder))], root / COLLECTED, DAY)


def name(number: int) -> str:
    """What a commune is called."""
    kind = "đặc khu" if number == 0 else "phường" if number % 9 == 8 else "xã"
    return f"Ủy ban nhân dân {kind} Mẫu Thứ {number} (giả định)"


def _plan(tasks: int) -> str:
    text = _HOME
    for number in range(1, tasks + 1):
        part, _dash, _number = _clause(number, tasks).partition("-")
        text += _TASK.format(number=number, part=part, deadline=f"{DUE:%d/%m/%Y}")
    return text


def _agencies(communes: int) -> str:
    members = ", ".join(f"CQ-XA{number}" for number in range(communes))
    more = f":membership: listed\n:members: {members}\n"
    title = "Ủy ban nhân dân các xã, phường, đặc khu (giả định)"
    text = "# Cơ quan (giả định)\n" + _AGENCY.format(title=title, id="CQ-CACXA", kind="group", more=more)
    for number in range(communes):
        text += _AGENCY.format(title=name(number), id=f"CQ-XA{number}", kind="agency", more="")
    return text


def _sent(number: int, tasks: int, rng: random.Random) -> dict[str, Any]:
    """What a commune has sent; every seventh names no plan of the province."""
    chosen = [task for task in range(1, tasks + 1) if rng.random() < SHARE]
    rows = [(f"NV-7-2026-{_clause(task, tasks)}", rng.choice(_STATES)) for task in chosen]
    told = sent(name(number), f"{number + 1}/KH-UBND", DAY - timedelta(days=rng.randrange(20)), rows)
    return told if number % 7 else {**told, "uppers": []}


def sent(
    office: str, number: str, as_of: date, rows: Sequence[tuple[str, str]], issuer: str = ISSUER
) -> dict[str, Any]:
    """The plan data of an office, as far as they are read: what its tasks implement, and how they stand."""
    options = {"issuer": office, "issued": "2026-02-10", "number": number}
    needs: list[dict[str, Any]] = [{"id": "KH-1-2026", "title": "Giả định", "options": options, "links": {}}]
    course, told, implemented = [], [], []
    for item, (above, state) in enumerate(rows, 1):
        key = f"NV-1-2026-{item}"
        needs.append({"id": key, "title": f"Việc {item}", "options": {}, "links": {}})
        told.append({"id": key, "clause": str(item), "title": f"Việc {item}"})
        implemented.append({"task": key, "above": above})
        held = {"task": key, "agency": None, "counted": True, "certain": True}
        course.append({**held, "state": "open-in-time", "since": "2026-02-10", "until": DUE.isoformat()})
        since = (DUE + timedelta(days=1)).isoformat()
        course.append({**held, "state": state, "since": since, "until": as_of.isoformat()})
    upper = {"plan": PLAN, "number": "7/KH-UBND", "issuer": issuer, "implemented": implemented}
    data = {"format": FORMAT, "version": VERSION, "as_of": as_of.isoformat(), "commit": None}
    data |= {"plan": "KH-1-2026", "needs": needs, "tasks": told, "course": course}
    return {**data, "uppers": [upper]}


def _clause(number: int, tasks: int) -> str:
    part = "I" if number <= tasks // 3 else "II" if number <= 2 * tasks // 3 else "III"
    return f"{part}-{number}"


def main() -> None:
    """Make the project anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    shutil.rmtree(folder, ignore_errors=True)
    make(folder)


if __name__ == "__main__":
    main()
