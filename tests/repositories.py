"""Git repositories for tests, alone with themselves: no configuration of the machine, no hooks."""

import os
import subprocess
from pathlib import Path

from conftest import copy_of

NAMES = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
NAMES |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in NAMES.items()}


def run(root: Path, *arguments: str) -> str:
    """Run git, alone with its repository."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment |= {**NAMES, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-c", "protocol.file.allow=always", "-C", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


def commit(root: Path) -> None:
    """Commit everything as it is."""
    run(root, "add", "--all")
    run(root, "commit", "--quiet", "--allow-empty", "--message", "Dữ liệu giả định")


def repository_of(project: str | Path, root: Path) -> Path:
    """A project of the tests, or a folder, in a repository of its own, with one commit; its folder."""
    copy_of(project, root)
    run(root, "init", "--quiet")
    commit(root)
    return root
