"""Measure whole processes on generated projects, and write what came of it.

All rows go to ``build/bench.json``; a whole run also writes the tables of ``docs/performance.md``.
"""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

from processes import REPOSITORY, Cost, Processes
from suite import QUICK, ROWS, SIZES, Limit, limits, measure, over

PAGE = REPOSITORY / "docs" / "performance.md"
#: What follows this line of the page is written anew.
HEADING = "## Measured\n"
LIBRARIES = ("sphinx", "sphinx-needs", "myst-parser", "furo", "markdown-it-py", "typst")


def rows(processes: Processes, sizes: tuple[int, ...]) -> Iterator[dict[str, Any]]:
    """Every row at every size: ours, the reference, the ratio of both, the growth since the size before."""
    for words, ours, reference in ROWS:
        found = {size: cost for size in sizes if (cost := processes.cost(ours, size))}
        before = {after: before for before, after in pairwise(found)}
        for size, cost in found.items():
            beside = processes.cost(reference, size) if reference else None
            yield {
                "row": words,
                "tasks": size,
                "ours": asdict(cost),
                "reference": asdict(beside) if beside else None,
                "ratio": over(cost, beside),
                "growth": over(cost, found[before[size]]) if size in before else None,
            }


def page(measured: list[dict[str, Any]], bounds: list[Limit], seconds: float) -> str:
    """The tables in Markdown, with the machine and the versions."""
    lines = [*_machine(seconds), "", "| must hold | measured | limit | |", "|---|--:|--:|---|"]
    for bound in bounds:
        sign = "≥" if bound.at_least else "≤"
        lines.append(
            f"| {bound.words} | {_number(bound.measured)} | {sign} {bound.bound:g} | {_kept(bound)} |"
        )
    head = "| what | tasks | CPU s | wall s | MB | reference CPU s | ratio | growth |"
    lines += ["", head, "|---|--:|--:|--:|--:|--:|--:|--:|"]
    for row in measured:
        ours, beside = Cost(**row["ours"]), row["reference"]
        cells = [f"{row['tasks']:,}", _number(ours.cpu), _number(ours.wall), f"{ours.memory:.0f}"]
        cells += [_number(beside["cpu"] if beside else None), _number(row["ratio"]), _number(row["growth"])]
        lines.append(f"| {row['row']} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _machine(seconds: float) -> list[str]:
    cpu = next(
        (line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name")),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d} in {seconds / 60:.0f} minutes:",
        f"{os.cpu_count()} cores of {cpu}, {memory:.0f} GB, {platform.system()} {platform.release()};",
        f"Python {platform.python_version()}, {libraries}.",
        "CPU is what a row is held to: the machine may have had other work. Load at the end: "
        f"{os.getloadavg()[0]:.1f}.",
    ]


def _cpuinfo() -> list[str]:
    info = Path("/proc/cpuinfo")
    return info.read_text("utf-8").splitlines() if info.exists() else []


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _kept(bound: Limit) -> str:
    return {True: "kept", False: "**missed**", None: "not measured"}[bound.kept]


def main() -> None:
    """Read the command line, measure, and report; a missed limit is reported and no failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="only 100 and 1,000 tasks, once, for build/bench.json"
    )
    quick = parser.parse_args().quick
    processes, start = Processes(), time.perf_counter()
    sizes = QUICK if quick else SIZES
    measure(processes, sizes, quick=quick)
    measured, bounds = list(rows(processes, sizes)), list(limits(processes))
    text = page(measured, bounds, time.perf_counter() - start)
    record = {"rows": measured, "limits": [{**asdict(bound), "kept": bound.kept} for bound in bounds]}
    (REPOSITORY / "build" / "bench.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    if not quick:
        PAGE.write_text(
            PAGE.read_text("utf-8").partition(HEADING)[0] + f"{HEADING}\n{text}", encoding="utf-8"
        )
    print(f"\n{text}")
    if processes.failed:
        sys.exit(f"failed: {', '.join(dict.fromkeys(processes.failed))}")


if __name__ == "__main__":
    main()
