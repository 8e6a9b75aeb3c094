"""Take the files that offices get, too, from this repository into the package: ``make project``.

They are edited where they stand in this repository. What follows the mark in one of them is of the tool's
development alone; what only offices have are the templates in ``scripts/kehoach/project/files``.
"""

import re

from conftest import ROOT
from kehoach.plan import model

FILES = ROOT / "scripts" / "kehoach" / "project" / "files"
#: The guides of every office.
DOCS = ("commands", "coordinators", "exports", "glossary", "reviewers", "rules")
#: What of this repository every office has.
SHARED = (
    "index.md",
    "Makefile",
    ".gitattributes",
    ".gitignore",
    ".gitlab-ci.yml",
    ".github/**/*",
    ".gitlab/**/*",
    ".vscode/*",
    ".pre-commit-config.yaml",
    ".prettierignore",
    ".mdformat.toml",
    ".markdownlint*",
    ".devcontainer/*",
    ".readthedocs.yaml",
    "docs/views/*.md",
    *(f"docs/{name}.md" for name in DOCS),
)
#: What follows it in a file is of development alone.
_MARK = re.compile(r"\n+[^\n]*For whoever changes the tool.*", re.DOTALL)


def shared() -> dict[str, bytes]:
    """What offices get of each file of this repository, by its path."""
    paths = sorted({path for pattern in SHARED for path in ROOT.glob(pattern) if path.is_file()})
    return {path.relative_to(ROOT).as_posix(): of_offices(path.read_text("utf-8")) for path in paths}


def of_offices(text: str) -> bytes:
    """What offices get of a file: what stands above the mark."""
    return (_MARK.sub("", text).rstrip("\n") + "\n").encode()


def in_package() -> dict[str, bytes]:
    """The files of the package that are laid down as they stand."""
    found = {path.relative_to(FILES).as_posix(): path for path in FILES.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in sorted(found.items())
        if path.suffix != ".jinja" and "__pycache__" not in path.parts
    }


def main() -> None:
    """Write the package's copies anew; say which of them have changed."""
    wanted, held = shared(), in_package()
    for name in sorted(wanted.keys() | held.keys()):
        if wanted.get(name) != held.get(name):
            print(name)
            path = FILES / name
            path.unlink(missing_ok=True)
            if name in wanted:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(wanted[name])
    model.OWN.write_bytes((ROOT / model.FILE).read_bytes())
    model.OWN_SCHEMA.write_bytes((ROOT / model.SCHEMA).read_bytes())


if __name__ == "__main__":
    main()
