"""The Chromium that page tests run in: found, or installed where that is possible.

Run as a script by ``make test``, so that a missing browser is known before the tests start.
"""

import os
import shutil
import subprocess
import sys

#: Chromium without its windows, which nobody sees here and which take half the processor time of a page.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_APT = "apt-get -q -o Acquire::Retries=0 -o Acquire::http::Timeout=20"
INSTALL = f"{_APT} update && {_APT} install -y --no-install-recommends {SHELL}"


def find() -> str:
    """The path of the browser: what the variable CHROMIUM names, else the first that is on the path.

    Raises:
        FileNotFoundError: there is none; the message says how to install it.
    """
    if named := os.environ.get("CHROMIUM"):
        return named
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise FileNotFoundError(f"No Chromium found for the page tests. Install it, for example: {INSTALL}")


def main() -> int:
    """Find the browser, installing Debian's first where we may: without it, any other will do."""
    if (
        not (os.environ.get("CHROMIUM") or shutil.which(SHELL))
        and shutil.which("apt-get")
        and os.geteuid() == 0
    ):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["bash", "-c", INSTALL], check=False, stdout=sys.stderr, env=environment)
    try:
        print(find())
    except FileNotFoundError as missing:
        sys.exit(str(missing))
    return 0


if __name__ == "__main__":
    sys.exit(main())
