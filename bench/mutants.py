"""Break the code at sampled places, one after the other, and list the breaks that no test notices.

Only a copy of the project in ``build/mutants`` is broken. A place is drawn first, then one way to break it,
so that a comparison, which can be broken in seven ways, counts once. Left out is what can go
without any test that should fail: bars of type annotations, ``@cache``, ``slots=True``.
"""

import argparse
import ast
import compileall
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import ndiff
from itertools import chain
from pathlib import Path
from py_compile import PycInvalidationMode
from subprocess import PIPE

from cosmic_ray.commands.init import init
from cosmic_ray.mutating import use_mutation
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec

REPOSITORY = Path(__file__).resolve().parents[1]
OUT = REPOSITORY / "build" / "mutants"
TREE = OUT / "tree"
#: The packages that are broken, and the folders of tests that have to notice.
PACKAGES = {
    "deadline": ("deadline", "progress", "rules"),
    "progress": ("progress", "rules", "reports"),
    "rules": ("rules", "official", "importing/test_import.py"),
    "changes": ("changes", "documents/test_comparison.py"),
}
#: What builds whole sites stays out: a mutant that lives waits for all tests.
BUILDS = ("progress/test_demo.py", "changes/test_plans.py")
#: Decorators that change no result; the bars in "int | None"; of "is" all but "is not": states have no order.
_HOW = ("@dataclass", "@cache", "@lru_cache")
_ALIKE = re.compile(
    r"core/Replace(BinaryOperator_BitOr|ComparisonOperator_(Is_(?!IsNot)|IsNot_(?!Is$)|(Not)?Eq_Is))"
)


def copied() -> None:
    """Copy the files that git knows or would add, compiled so that a changed file is known by its text."""
    shutil.rmtree(OUT, ignore_errors=True)
    listed = ["git", "-C", str(REPOSITORY), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(listed, check=True, capture_output=True, text=True).stdout.split("\0"):
        if name and (REPOSITORY / name).is_file():
            (TREE / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, TREE / name)
    compileall.compile_dir(TREE / "scripts", quiet=1, invalidation_mode=PycInvalidationMode.CHECKED_HASH)


def places() -> dict[tuple[str, int, int], list[MutationSpec]]:
    """All ways to break the code, by file, line and column."""
    modules = [path for package in PACKAGES for path in sorted(Path("scripts/kehoach", package).glob("*.py"))]
    found: dict[tuple[str, int, int], list[MutationSpec]] = defaultdict(list)
    with use_db(OUT / "session.sqlite", WorkDB.Mode.create) as session:
        init(modules, session, {})
        for item in session.work_items:
            (spec,) = item.mutations
            path, (line, column) = spec.module_path, spec.start_pos
            how = path.read_text("utf-8").splitlines()[line - 1].lstrip().startswith(_HOW)
            if not how and not _ALIKE.match(spec.operator_name):
                found[str(path), line, column].append(spec)
    return found


def sampled(seed: int, number: int) -> Iterator[MutationSpec]:
    """So many places of all, in an order that the seed sets, each with one way to break it."""
    found = places()
    rng = random.Random(seed)
    print(f"{number} of {len(found)} places, seed {seed}", flush=True)
    for place in rng.sample(sorted(found), min(number, len(found))):
        yield rng.choice(sorted(found[place], key=lambda spec: (spec.operator_name, spec.occurrence)))


def tests(folders: Iterable[str]) -> list[str]:
    """What is run, as pytest takes it."""
    return [
        *(f"--ignore=tests/{name}" for name in BUILDS),
        *(f"tests/{name}" for name in dict.fromkeys(folders)),
    ]


class Tests:
    """The tests, run by ``noticing.py`` in the project's own environment."""

    def __init__(self) -> None:
        command = [REPOSITORY / ".venv" / "bin" / "python", REPOSITORY / "bench" / "noticing.py", OUT]
        # Before what .venv names, which is the project itself.
        environment = {**os.environ, "PYTHONPATH": str(TREE / "scripts")}
        self._process = subprocess.Popen(command, env=environment, stdin=PIPE, stdout=PIPE, text=True)
        if self._run(arguments=tests(chain(*PACKAGES.values()))):
            sys.exit(f"The tests fail without any mutant:\n{(OUT / 'said').read_text('utf-8')}")
        noted = json.loads((OUT / "noted").read_text("utf-8"))
        self._called: dict[str, dict[str, float]] = noted["called"]
        # What loops for ever counts as noticed.
        self._seconds = 60 + 5 * int(noted["seconds"])

    def _run(self, **asked: object) -> int:
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        return int(next(iter(self._process.stdout or ())))

    def judge(self, spec: MutationSpec) -> tuple[int, str]:
        """How the tests end, zero for a mutant that lives, and the lines that were changed."""
        costs = self._callers(spec)
        operator = get_operator(spec.operator_name)(**spec.operator_args)
        with use_mutation(spec.module_path, operator, spec.occurrence) as (old, new):
            code = self._noticed(costs, tests(PACKAGES[spec.module_path.parent.name]))
        lines = ndiff(old.splitlines(), new.splitlines())
        return code, "\n".join(line for line in lines if line[:1] in "+-")

    def _noticed(self, costs: Mapping[str, float], arguments: list[str]) -> int:
        """Run the tests that call the function, and if none of them fails those of the folders, too."""
        limit = {"costs": costs, "seconds": self._seconds}
        files = sorted({name.partition("::")[0] for name in costs})
        first = self._run(arguments=files, others=False, **limit) if files else 0
        return first or self._run(arguments=arguments, others=True, **limit)

    def _callers(self, spec: MutationSpec) -> dict[str, float]:
        """The tests that call a function, with their costs; outside of functions those that call any near."""
        path, line = spec.module_path, spec.start_pos[0]
        starts = set(_functions(ast.parse(path.read_text("utf-8")), line))
        beside = {
            int(place.rpartition(":")[2]): costs
            for place, costs in self._called.items()
            if place.startswith(f"{path}:")
        }
        inside = [costs for start, costs in beside.items() if start in starts]
        return dict(chain.from_iterable(costs.items() for costs in inside or beside.values()))


def _functions(tree: ast.AST, line: int) -> Iterator[int]:
    """Where functions begin that hold a line, as Python counts: with their first decorator."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            if start <= line <= node.end_lineno:
                yield start


def main() -> None:
    """Read the command line, break, test, and report; more than a tenth of survivors is a failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--number", type=int, default=100)
    options = parser.parse_args()
    copied()
    os.chdir(TREE)
    run = Tests()
    survived, stopped = [], 0
    for count, spec in enumerate(sampled(options.seed, options.number), 1):
        code, changed = run.judge(spec)
        where = f"{spec.module_path}:{spec.start_pos[0]}"
        stopped += code < 0
        print(f"{count:4} {'killed' if code else 'survived'} {where} {spec.operator_name}", flush=True)
        if not code:
            survived.append(f"{where}\n{changed}")
    print("\n".join(["", *survived]))
    print(f"{len(survived)} of {options.number} survived; {stopped} were stopped for taking too long")
    sys.exit(len(survived) * 10 > options.number)


if __name__ == "__main__":
    main()
