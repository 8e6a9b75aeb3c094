"""What a public site is built from: the public part of the plans, and the site's own pages for readers."""

import re
import shutil
from pathlib import Path

from kehoach.editing import publishing
from kehoach.files.writing import write_whole
from kehoach.plan import Plan, model

#: The views that the public sees. The others are of who is late, what is to do, what is not clear.
_VIEWS = frozenset(
    {
        *(
            "home",
            "plan-header",
            "tasks",
            "assignment",
            "agencies",
            "bases",
            "timeline",
            "matrix",
            "calendar",
        ),
        *("evidence", "amendments", "ended-agencies", "downloads", "source"),
    }
)
_VIEW = re.compile(r"^:::\{view\} (\S+)", re.MULTILINE)
#: An entry of a toctree: "Cơ quan <docs/views/agencies>" or "docs/views/agencies".
_ENTRY = re.compile(r"^(?:[^<\n]*<)?(docs/[\w/-]+)>?\n", re.MULTILINE)
_EMPTY = re.compile(r"^```\{toctree\}\n(?:(?::[^\n]*)?\n)*```\n", re.MULTILINE)


def write(plan: Plan, root: Path, target: Path) -> bool:
    """Write the public part of the project in ``root`` to a folder anew; False where no plan is public.

    Raises:
        OSError: something cannot be read or written.
    """
    if target.exists():
        shutil.rmtree(target)
    if not any(need.type == "plan" for need in publishing.public(plan).values()):
        return False
    publishing.write(plan, root, target)
    if (root / model.FILE).is_file():
        write_whole(target / model.FILE, (root / model.FILE).read_bytes())
    texts = {path: path.read_text("utf-8") for path in (root / "docs").rglob("*.md")}
    shown = {path.relative_to(root): text for path, text in texts.items() if _is_public(text)}
    for name, text in shown.items():
        write_whole(target / name, text.encode())
    known = {name.with_suffix("").as_posix() for name in shown}
    home = (root / "index.md").read_text("utf-8")
    home = _ENTRY.sub(lambda entry: entry[0] if entry[1] in known else "", home)
    write_whole(target / "index.md", _EMPTY.sub("", home).encode())
    return True


def _is_public(text: str) -> bool:
    views = _VIEW.findall(text)
    return bool(views) and _VIEWS.issuperset(views)
