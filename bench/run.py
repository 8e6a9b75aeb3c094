"""Measure whole processes on generated projects and hold the results against their limits."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

BENCH = Path(__file__).resolve().parent
REPOSITORY = BENCH.parent
BUILD = REPOSITORY / "build"
LOGS = BUILD / "bench" / "logs"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one finished process took: CPU and wall seconds, peak memory in MB."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True, slots=True)
class Row:
    """One measure against its limit; a number that could not be had is None."""

    name: str
    n: int
    ours: float | None
    reference: float | None
    ratio: float | None
    limit: float
    unit: str


@dataclass
class Bench:
    """The runs so far by label, and the commands that failed."""

    costs: dict[str, list[Cost]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def run(self, label: str, command: Sequence[str | Path], *, count: bool = True) -> None:
        """Run a command to its end; its output goes to a log, its cost under ``label``."""
        LOGS.mkdir(parents=True, exist_ok=True)
        log = LOGS / f"{label.replace(' ', '-')}.log"
        print(f"  {label} …", end="", flush=True)
        with log.open("w", encoding="utf-8") as output:
            start = time.perf_counter()
            # wait4 is called instead of wait, because only it tells the cost of this one child.
            child = subprocess.Popen(command, cwd=REPOSITORY, stdout=output, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(child.pid, 0)
            wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        # Linux lets a child begin with its parent's peak: this process therefore stays small.
        cost = Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)
        print(f" {cost.cpu:.2f} s CPU, {cost.wall:.2f} s, {cost.memory:.0f} MB", flush=True)
        if child.returncode:
            print(f"  failed with exit code {child.returncode}, see {log.relative_to(REPOSITORY)}")
            self.failed.append(label)
        elif count:
            self.costs.setdefault(label, []).append(cost)

    def cpu(self, label: str) -> float | None:
        """The median CPU seconds of a label, unless any of its runs failed."""
        return None if label in self.failed else _median([cost.cpu for cost in self.costs.get(label, ())])

    def wall(self, label: str) -> float | None:
        """The median wall seconds of a label, unless any of its runs failed."""
        return None if label in self.failed else _median([cost.wall for cost in self.costs.get(label, ())])

    def memory(self, label: str) -> float | None:
        """The median peak memory of a label, unless any of its runs failed."""
        return None if label in self.failed else _median([cost.memory for cost in self.costs.get(label, ())])

    def project(self, tasks: int) -> Path:
        """Generate a project, in a process of its own."""
        root = BUILD / "bench" / f"tasks-{tasks}"
        shutil.rmtree(root, ignore_errors=True)
        self.run(f"generate {tasks}", [sys.executable, BENCH / "generate.py", root, "--tasks", str(tasks)])
        return root

    def check_and_floor(self, root: Path, tasks: int) -> None:
        """Run check and floor by turns, after one run of each that does not count."""
        check: list[str | Path] = [sys.executable, "-m", "kehoach", "check", "--root", root]
        floor: list[str | Path] = [sys.executable, BENCH / "floor.py", root]
        for turn in range(4):
            self.run(f"check {tasks}", check, count=turn > 0)
            self.run(f"floor {tasks}", floor, count=turn > 0)

    def changes(self, root: Path, tasks: int) -> None:
        """Report two revisions of a project that differ in a deadline on every fifth page."""
        git: list[str | Path] = [
            "git",
            "-C",
            root,
            "-c",
            "user.name=bench",
            "-c",
            "user.email=bench@localhost",
        ]
        for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
            self.run("git", [*git, *command])
        for page in sorted((root / "needs").rglob("nhiem-vu-*.md"))[::5]:
            text = page.read_text(encoding="utf-8")
            page.write_text(text.replace("\n:deadline: ", "\n:deadline: Trong ", 1), encoding="utf-8")
        self.run("git", [*git, "commit", "-qam", "two"])
        report: list[str | Path] = [sys.executable, "-m", "kehoach", "changes", "HEAD~1", "HEAD"]
        for turn in range(4):
            self.run(f"changes {tasks}", [*report, "--root", root], count=turn > 0)

    def sphinx(self, label: str, builder: str, root: Path, conf: Path) -> None:
        """Build with fresh output and doctree folders."""
        out = BUILD / "bench" / "out" / label.replace(" ", "-")
        shutil.rmtree(out, ignore_errors=True)
        folders: list[str | Path] = ["-c", conf, "-d", out / "doctrees", root, out / builder]
        self.run(label, [sys.executable, "-m", "sphinx", "-q", "-b", builder, *folders])

    def exports(self) -> None:
        """Make an annex of 600 rows, and everything of the demo plan."""
        root = self.project(600)
        demo = BUILD / "bench" / "demo"
        shutil.rmtree(demo, ignore_errors=True)
        shutil.copytree(REPOSITORY / "tests" / "projects" / "demo", demo)
        shutil.copy(REPOSITORY / "ubproject.toml", demo)
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "kehoach",
            "export",
            "all",
            "--root",
            demo,
            "--out",
            demo / "out",
        ]
        for turn in range(4):
            self.run("annex 600", [sys.executable, BENCH / "annex.py", root], count=turn > 0)
            self.run("export demo", [*command, "--as-of", "2026-11-22"], count=turn > 0)


def against_floor(bench: Bench, tasks: int) -> Row:
    """Compare check with the floor."""
    ours, floor = bench.cpu(f"check {tasks}"), bench.cpu(f"floor {tasks}")
    return row("check CPU vs floor", tasks, ours, floor, 1.8)


def row(name: str, n: int, ours: float | None, reference: float | None, limit: float) -> Row:
    """A row of CPU seconds whose ratio, ours to the reference, has an upper limit."""
    return Row(name, n, _rounded(ours), _rounded(reference), _ratio(ours, reference), limit, "s CPU, at most")


def quick(bench: Bench) -> list[Row]:
    """Measure only check and floor, on 1,000 tasks."""
    root = bench.project(1000)
    bench.check_and_floor(root, 1000)
    return [against_floor(bench, 1000)]


def full(bench: Bench) -> list[Row]:
    """Measure checks on 5,000 tasks, HTML builds of 1,000, and exports."""
    root = bench.project(5000)
    bench.check_and_floor(root, 5000)
    bench.changes(root, 5000)
    bench.sphinx("needs bare 5000", "needs", root, root / "bare")
    small = bench.project(1000)
    for _ in range(2):
        bench.sphinx("html 1000", "html", small, small)
        bench.sphinx("html views 1000", "html", small, small / "views")
        bench.sphinx("html bare 1000", "html", small, small / "bare")
    bench.exports()
    check, needs, memory = bench.cpu("check 5000"), bench.cpu("needs bare 5000"), bench.memory("check 5000")
    times = _ratio(needs, check)
    name = "check CPU vs sphinx-build -b needs"
    return [
        Row(name, 5000, _rounded(check), _rounded(needs), times, 15, "s CPU, at least"),
        against_floor(bench, 5000),
        Row(
            "report of two revisions", 5000, _rounded(bench.wall("changes 5000")), None, None, 4, "s, at most"
        ),
        row("its CPU vs one check", 5000, bench.cpu("changes 5000"), check, 2.5),
        Row("check peak memory", 5000, _rounded(memory), None, None, 200, "MB, at most"),
        row("html CPU vs bare sphinx-needs", 1000, bench.cpu("html 1000"), bench.cpu("html bare 1000"), 1.15),
        row(
            "html CPU with all views vs without",
            1000,
            bench.cpu("html views 1000"),
            bench.cpu("html 1000"),
            1.25,
        ),
        Row("annex as PDF", 600, _rounded(bench.wall("annex 600")), None, None, 1.5, "s, at most"),
        Row("annex as PDF, memory", 600, _rounded(bench.memory("annex 600")), None, None, 400, "MB, at most"),
        Row(
            "everything of the demo plan",
            40,
            _rounded(bench.wall("export demo")),
            None,
            None,
            3,
            "s, at most",
        ),
    ]


def met(row: Row) -> str:
    """Say in a word whether a row keeps its limit."""
    measured = row.ratio if row.unit.startswith("s CPU") else row.ours
    if measured is None:
        return "not measured"
    kept = measured >= row.limit if row.unit.endswith("at least") else measured <= row.limit
    return "met" if kept else "missed"


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned text."""
    head = ["measure", "tasks", "ours", "reference", "ratio", "limit", "unit", "result"]
    cells = [head, *([*(_shown(value) for value in asdict(row).values()), met(row)] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    right = {"tasks", "ours", "reference", "ratio", "limit"}
    aligned = [
        [
            cell.rjust(width) if name in right else cell.ljust(width)
            for cell, width, name in zip(line, widths, head, strict=True)
        ]
        for line in cells
    ]
    return "\n".join("  ".join(line).rstrip() for line in aligned)


def _shown(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _median(values: Sequence[float]) -> float | None:
    return median(values) if values else None


def _ratio(above: float | None, below: float | None) -> float | None:
    return round(above / below, 2) if above and below else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def main() -> None:
    """Read the command line, measure, and report; a missed limit is reported and no failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only check and floor, on 1,000 tasks")
    bench = Bench()
    rows = quick(bench) if parser.parse_args().quick else full(bench)
    (BUILD / "bench.json").write_text(
        json.dumps([asdict(row) for row in rows], indent=2) + "\n", encoding="utf-8"
    )
    print(f"\n{table(rows)}")
    if bench.failed:
        sys.exit(f"failed: {', '.join(dict.fromkeys(bench.failed))}")


if __name__ == "__main__":
    main()
