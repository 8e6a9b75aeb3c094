"""What `kehoach collect` costs beside reading the same files with ``json.loads``: 3,321 plans.

``.venv/bin/python bench/gathering.py`` makes them under ``build/bench`` and prints both, each a process from
its start to its end, in CPU of one run, and what a second time costs, when nothing is new. All fictional.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kehoach.export import data
from kehoach.plan import model, reader
from kehoach.progress import Progress

REPOSITORY = Path(__file__).resolve().parents[1]
BUILD = REPOSITORY / "build" / "bench" / "gathering"
#: The same files, by nothing but the standard library.
READ = """\
import json, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).rglob("du-lieu-*.json")):
    json.loads(path.read_bytes())
"""
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


def cost(command: Sequence[str | Path]) -> tuple[float, int]:
    """CPU seconds, of user and system, and megabytes at most of a command, in an own process."""
    before, script = resource.getrusage(resource.RUSAGE_CHILDREN), Path(sys.executable).parent
    subprocess.run([script / command[0], *command[1:]], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, after.ru_maxrss >> 10


def main() -> None:
    """Make the files unless they are there, read and gather them in turns, and say what the cheapest cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=PLANS)
    parser.add_argument("--turns", type=int, default=3)
    args = parser.parse_args()
    folder, out = BUILD / str(args.plans), BUILD / "out"
    if not folder.exists():
        make(folder, args.plans)
    turns = []
    for _turn in range(args.turns):
        shutil.rmtree(out, ignore_errors=True)
        collect = ("kehoach", "collect", folder, "--out", out, "--as-of", DAY.isoformat())
        turns.append([cost(command) for command in (("python", "-c", READ, folder), collect, collect)])
    reading, first, again = (min(spent for spent, _most in costs) for costs in zip(*turns, strict=True))
    most = max(most for costs in turns for _spent, most in costs)
    print(f"json.loads: {reading:.1f} s; {most} MB at most")
    print(f"first: {first:.1f} s, {first / reading:.2f} times json.loads; by turn:", end=" ")
    print(", ".join(f"{costs[1][0] / costs[0][0]:.2f}" for costs in turns))
    print(f"again: {again:.1f} s, {again / reading:.2f} times")


if __name__ == "__main__":
    main()
