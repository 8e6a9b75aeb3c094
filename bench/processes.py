"""Runs whole processes and keeps what each took."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
BUILD = REPOSITORY / "build" / "bench"
#: Every build is of one day and writes the same bytes each time.
ENVIRONMENT = {**os.environ, "KEHOACH_AS_OF": "2026-11-22", "PYTHONHASHSEED": "0"}
# The first run leaves bytecode for the others, as it does for users.
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)

Command = Sequence[str | Path]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one finished process took: CPU and wall seconds, peak memory in MB."""

    cpu: float
    wall: float
    memory: float


@dataclass
class Processes:
    """The costs so far by label and number of tasks, and the labels of the commands that failed."""

    costs: dict[tuple[str, int], list[Cost]] = field(default_factory=dict)
    #: What commands that measure by themselves have told, by label and number of tasks.
    figures: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def run(self, label: str, tasks: int, command: Command, *, count: bool = True) -> None:
        """Run a command to its end; its output goes to a log, its cost under its label."""
        log = BUILD / "logs" / f"{label.replace(' ', '-')}-{tasks}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        print(f"  {label}, {tasks} tasks …", end="", flush=True)
        with log.open("w", encoding="utf-8") as output:
            start = time.perf_counter()
            # wait4 is called instead of wait, because only it tells the cost of this one child.
            child = subprocess.Popen(
                command, cwd=REPOSITORY, env=ENVIRONMENT, stdout=output, stderr=subprocess.STDOUT
            )
            _, status, usage = os.wait4(child.pid, 0)
            wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        # Linux lets a child begin with its parent's peak: this process therefore stays small.
        cost = Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)
        print(f" {cost.cpu:.2f} s CPU, {cost.wall:.2f} s, {cost.memory:.0f} MB", flush=True)
        if child.returncode:
            print(f"  failed with exit code {child.returncode}, see {log}")
            self.failed.append(f"{label} {tasks}")
        elif count:
            self.costs.setdefault((label, tasks), []).append(cost)

    def ask(self, label: str, tasks: int, command: Command) -> None:
        """Run a command that measures by itself and prints its figures as JSON, in the last line."""
        print(f"  {label}, {tasks} tasks …", flush=True)
        done = subprocess.run(
            command, cwd=REPOSITORY, env=ENVIRONMENT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(f"  failed with exit code {done.returncode}: {done.stderr[-500:]}")
            self.failed.append(f"{label} {tasks}")
        else:
            self.figures[label, tasks] = json.loads(done.stdout.splitlines()[-1])

    def cost(self, label: str, tasks: int) -> Cost | None:
        """The medians of a label's runs; None where there is none, or any failed."""
        found = self.costs.get((label, tasks))
        if not found or f"{label} {tasks}" in self.failed:
            return None
        return Cost(**{name: median(asdict(cost)[name] for cost in found) for name in asdict(found[0])})


def python(*arguments: str | Path) -> list[str | Path]:
    """A command of this environment's Python."""
    return [sys.executable, *arguments]
