"""Break the code at sampled places, one after the other, and list the breaks that no test notices.

Only a copy of the project in ``build/mutants`` is broken. A place is drawn first, then one way to break it,
so that a comparison, which can be broken in seven ways, counts once. Left out is what can go
without any test that should fail: bars of type annotations, ``@cache``, ``slots=True``.
"""

import argparse
import compileall
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from py_compile import PycInvalidationMode

from cosmic_ray.commands.init import init
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.testing import run_tests
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome

REPOSITORY = Path(__file__).resolve().parents[1]
OUT = REPOSITORY / "build" / "mutants"
TREE = OUT / "tree"
#: The packages that are broken, and the folders of tests that have to notice.
PACKAGES = {
    "deadline": ("deadline", "progress", "rules"),
    "progress": ("progress", "rules", "reports"),
    "rules": ("rules", "official"),
    "changes": ("changes",),
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


def command(folders: tuple[str, ...]) -> str:
    """The tests of some folders, up to the first that fails."""
    python = REPOSITORY / ".venv" / "bin" / "python"
    left_out = " ".join(f"--ignore=tests/{name}" for name in BUILDS)
    names = " ".join(f"tests/{name}" for name in dict.fromkeys(folders))
    return f"{python} -m pytest -x -q -p no:cacheprovider {left_out} {names}"


def main() -> None:
    """Read the command line, break, test, and report; more than a tenth of survivors is a failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--number", type=int, default=100)
    options = parser.parse_args()
    copied()
    os.chdir(TREE)
    os.environ["PYTHONPATH"] = str(TREE / "scripts")  # before what .venv names, which is the project itself
    began = time.monotonic()
    outcome, said = run_tests(command(tuple(chain(*PACKAGES.values()))), None)
    if outcome is not TestOutcome.SURVIVED:
        sys.exit(f"The tests fail without any mutant:\n{said}")
    # What loops for ever counts as noticed; what is slow because the machine is busy must not.
    limit = 60 + 5 * (time.monotonic() - began)
    survived, stopped = [], 0
    for count, spec in enumerate(sampled(options.seed, options.number), 1):
        result = mutate_and_test([spec], command(PACKAGES[spec.module_path.parent.name]), limit)
        where = f"{spec.module_path}:{spec.start_pos[0]}"
        stopped += result.output == "timeout"
        print(f"{count:4} {result.test_outcome.value} {where} {spec.operator_name}", flush=True)
        if result.test_outcome is TestOutcome.SURVIVED:
            lines = (result.diff or "").splitlines()
            changed = [line for line in lines if line[:1] in "+-" and not line.startswith(("---", "+++"))]
            survived.append("\n".join([where, *changed]))
    print("\n".join(["", *survived]))
    print(f"{len(survived)} of {options.number} survived; {stopped} were stopped for taking too long")
    sys.exit(len(survived) * 10 > options.number)


if __name__ == "__main__":
    main()
