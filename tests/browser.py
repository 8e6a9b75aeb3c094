"""The Chromium that page tests run in: found, or installed where that is possible.

Run as a script by ``make test``, so that a missing browser is known before the tests start.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "apt-get update && apt-get install -y --no-install-recommends chromium"


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
    """Find the browser, installing Debian's first where we may."""
    try:
        found = find()
    except FileNotFoundError as missing:
        if not shutil.which("apt-get") or os.geteuid() != 0:
            sys.exit(str(missing))
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["bash", "-c", INSTALL], check=True, stdout=sys.stderr, env=environment)
        found = find()
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
