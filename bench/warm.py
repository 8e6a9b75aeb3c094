"""What an edit of the demo plan costs while serving, beside a fresh Sphinx that finds nothing to do, as JSON.

As ``kehoach serve`` does it: a process that has built the site once is forked, and the fork builds it again.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from sphinx.cmd.build import build_main

TURNS = 5
PAGE = Path("needs") / "kh-9-2026" / "ii-nhiem-vu.md"


def cpu(pid: int) -> float:
    """The seconds of processor time of a process that ends well."""
    _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit("A build has failed.")
    return usage.ru_utime + usage.ru_stime


def forked(arguments: list[str]) -> float:
    """What a build in a fork costs."""
    if (pid := os.fork()) == 0:
        os._exit(build_main(arguments))
    return cpu(pid)


def main() -> None:
    """Build the site in the folder that is named, then by turns after an edit and with nothing to do."""
    os.chdir(sys.argv[1])
    arguments = ["-q", "-D", "kehoach_serve=1", "-d", "build/serve-doctrees", ".", "build/serve"]
    if build_main(arguments):
        sys.exit("The first build has failed.")
    edits, fresh = [], []
    for turn in range(TURNS):
        text = PAGE.read_text("utf-8")
        old, new = (f":::{{task}} {'Nay ' * (turn % 2)}", f":::{{task}} {'Nay ' * (1 - turn % 2)}")
        PAGE.write_text(text.replace(old, new, 1), encoding="utf-8")
        edits.append(forked(arguments))
        fresh.append(cpu(subprocess.Popen([sys.executable, "-m", "sphinx", *arguments]).pid))
    print(json.dumps({"edit": median(edits), "fresh": median(fresh)}))


if __name__ == "__main__":
    main()
