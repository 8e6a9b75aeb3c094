"""Measure what files that are built to be costly cost, each by a whole command, and write docs/hostile.md.

    python bench/costs.py [WORD]          only the rows whose name has the word, without writing

Each row of ``tests/security/costly.py`` is imported, or checked, by a process of its own.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
TABLE = REPOSITORY / "docs" / "hostile.md"
FLOOR = REPOSITORY / "bench" / "floor.py"
sys.path[:0] = [str(REPOSITORY / "tests")]
#: So many times what the floor costs the processor on an empty page, and megabytes, that no file may cost.
TIMES, MEMORY = 35, 300
_HEAD = """\
# What hostile files cost

Written by `make bench` from the files of `tests/security/costly.py`, each read by `kehoach import` or
`kehoach check` in a process of its own: seconds of the processor and megabytes at the most, Python and the
process of the reader included. In the same run `bench/floor.py`, MyST's parser alone, takes {floor:.2f} s
for an empty page. None of them may cost more than {times} times that, or {memory} MB.

| file | bytes | becomes | CPU s | times | MB |
|---|---|---|---|---|---|
"""


def main(wanted: str = "") -> int:
    """Measure all rows, or those that are wanted; 1 where one costs too much."""
    from security.costly import COSTLY

    with tempfile.TemporaryDirectory(prefix="kehoach-") as name:
        folder = Path(name)
        shutil.copy(REPOSITORY / "ubproject.toml", folder)
        (folder / "needs").mkdir()
        page = folder / "needs" / "x.md"
        floor = sorted(_cost([FLOOR, folder], page, b"# A\n")[1] for _ in range(5))[2]
        page.unlink()
        rows, dear = [], []
        for case in COSTLY:
            if wanted and wanted not in str(case):
                continue
            path = page if case.kind == "page" else folder / f"x{case.kind}"
            made = subprocess.run(
                [sys.executable, __file__, "--make", str(case)], capture_output=True, check=True
            ).stdout
            command = ["check"] if case.kind == "page" else ["import", path, "--format", "json"]
            code, cpu, memory = _cost(["-m", "kehoach", *command, "--root", folder], path, made)
            becomes = "read" if code == 0 else "findings" if code == 1 else "refused"
            size = f"{len(made):,}".replace(",", " ")
            times = cpu / floor
            rows.append(
                f"| {case.kind} {case.name} | {size} | {becomes} | {cpu:.1f} | {times:.1f} | {memory:.0f} |"
            )
            print(rows[-1], flush=True)
            dear += [str(case)] if times > TIMES or memory > MEMORY else []
            path.unlink()
    if not wanted:
        head = _HEAD.format(floor=floor, times=TIMES, memory=MEMORY)
        over = f"\nOver the limit: {', '.join(dear)}.\n" if dear else ""
        TABLE.write_text(head + "\n".join(rows) + "\n" + over, encoding="utf-8")
    print("\n".join(f"costs too much: {case}" for case in dear))
    return 1 if dear else 0


def _cost(command: Sequence[str | Path], path: Path, content: bytes) -> tuple[int, float, float]:
    """The exit code of a command that reads a file, its seconds of the processor, and its megabytes."""
    path.write_bytes(content)
    child = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def make(name: str) -> None:
    """Write one of the files to standard output: in this process, so that the other stays small."""
    from security.costly import COSTLY

    sys.stdout.buffer.write(next(case for case in COSTLY if str(case) == name).content())


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        make(sys.argv[2])
    else:
        sys.exit(main(*sys.argv[1:2]))
