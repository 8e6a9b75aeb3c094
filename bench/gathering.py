"""What `kehoach collect` costs beside reading the same files with ``json.loads``: 3,321 plans.

``.venv/bin/python bench/gathering.py`` makes them under ``build/bench`` and prints both, in CPU of one run,
and what a second time costs, when nothing has changed. All of it is fictional.
"""

import argparse
import json
import shutil
import time
from datetime import date
from pathlib import Path

from kehoach.export import data
from kehoach.plan import model, reader
from kehoach.progress import Progress
from kehoach.rollup import gathering

REPOSITORY = Path(__file__).resolve().parents[1]
BUILD = REPOSITORY / "build" / "bench" / "gathering"
PLANS, DAY = 3321, date(2026, 11, 22)


def make(folder: Path, plans: int) -> None:
    """Write the data of the demo plan so many times, each of a commune of its own."""
    folder.mkdir(parents=True)
    plan = reader.read(REPOSITORY / "tests" / "projects" / "demo", model.OWN.read_bytes())
    told = json.loads(data.as_json(Progress(plan, DAY), plan.plans[0]))
    (home,) = (need for need in told["needs"] if need["id"] == told["plan"])
    for number in range(plans):
        home["options"]["issuer"] = f"Ủy ban nhân dân xã Mẫu {number}, tỉnh Mẫu {number % 34} (giả định)"
        (folder / f"du-lieu-{number}.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def main() -> None:
    """Make the files unless they are there, read them both ways, and say what that cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=PLANS)
    plans = parser.parse_args().plans
    folder, out = BUILD / str(plans), BUILD / "out"
    if not folder.exists():
        make(folder, plans)
    found = [*gathering.files("giả định", folder)]
    start = time.process_time()
    for one in found:
        json.loads(one.path.read_bytes())
    reading = time.process_time() - start
    shutil.rmtree(out, ignore_errors=True)
    for when in ("first", "again"):
        start = time.process_time()
        done = gathering.gather(found, out, DAY)
        spent = time.process_time() - start
        print(f"{when}: {spent:.1f} s, {spent / reading:.2f} times json.loads ({done.plans} plans)")
    said = Path("/proc/self/status").read_text("utf-8")
    print(next(line for line in said.splitlines() if line.startswith("VmHWM")))


if __name__ == "__main__":
    main()
