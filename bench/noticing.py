"""Runs tests for ``mutants.py``, each time in a fork of one process that has loaded all libraries.

Starting Python and loading libraries takes longer than the tests that notice a mutant. What is broken, the
project itself, is read anew by each fork. It is run where the broken copy lies, and asked by lines of JSON:
first for a run that notes which functions each test calls, then for one run a line. The answer is a code:
0 where no test fails, 1 where one does, and less than 0 for the signal that ended the run.
"""

import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

HERE = f"{Path.cwd()}{os.sep}"
#: A library that is loaded already cannot say more about its own assertions, and need not.
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")


class Noting:
    """Notes which functions of the project each test calls, by file and line, and the seconds it costs."""

    def __init__(self) -> None:
        self.called: dict[str, dict[str, float]] = defaultdict(dict)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Watch one test, with what is made for it."""
        seen = set()

        def watch(frame: FrameType, _event: str, _argument: object) -> None:
            seen.add(frame.f_code)

        began = time.process_time()
        sys.settrace(watch)
        yield
        sys.settrace(None)
        took = time.process_time() - began
        for code in seen:
            if code.co_filename.startswith(HERE):
                place = f"{code.co_filename.removeprefix(HERE)}:{code.co_firstlineno}"
                self.called[place][item.nodeid] = took


class Choosing:
    """Runs some tests, cheap modules and tests first, or all others."""

    def __init__(self, costs: Mapping[str, float], *, others: bool) -> None:
        self.costs, self.others = costs, others

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Take what is to be run, in its order."""
        items[:] = [item for item in items if (item.nodeid in self.costs) != self.others]
        if not self.others:
            least: dict[str, float] = {}
            for item in items:
                cost = self.costs[item.nodeid]
                least[item.location[0]] = min(cost, least.get(item.location[0], cost))
            items.sort(key=lambda i: (least[i.location[0]], i.location[0], self.costs[i.nodeid]))


def note(arguments: list[str], out: Path) -> int:
    """Run tests where nothing is broken; write what they call, and which libraries they load."""
    sys.dont_write_bytecode = False  # all later runs find the tests compiled
    noting = Noting()
    code = pytest.main([*OPTIONS, *arguments], [noting])
    libraries = [
        name
        for name, module in sys.modules.items()
        if not (getattr(module, "__file__", None) or HERE).startswith(HERE)
    ]
    noted = {"called": noting.called, "libraries": libraries, "seconds": time.process_time()}
    out.write_text(json.dumps(noted), "utf-8")
    return code


def try_out(arguments: list[str], costs: Mapping[str, float], *, others: bool, seconds: int) -> int:
    """Run tests against what is broken, with so much time of the processor: the machine may be busy."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    sys.dont_write_bytecode = True
    code = pytest.main([*OPTIONS, *arguments], [Choosing(costs, others=others)])
    return 0 if code == pytest.ExitCode.NO_TESTS_COLLECTED else code


def in_a_fork(asked: Mapping[str, Any], folder: Path) -> int:
    """Run what is asked for; what it says goes to a file."""
    if (child := os.fork()) == 0:
        said = os.open(folder / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.exit(try_out(**asked) if "costs" in asked else note(**asked, out=folder / "noted"))
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> None:
    """Answer each line; after the first, load what that run has found to be loaded."""
    folder = Path(sys.argv[1])
    for number, line in enumerate(sys.stdin):
        print(in_a_fork(json.loads(line), folder), flush=True)
        if number == 0:
            for name in json.loads((folder / "noted").read_text("utf-8"))["libraries"]:
                with suppress(ImportError):
                    import_module(name)


if __name__ == "__main__":
    main()
