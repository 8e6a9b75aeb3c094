"""IDs renamed, in all files and links."""

import re
from collections.abc import Mapping
from pathlib import Path

from kehoach.editing.drafts import Draft
from kehoach.editing.edits import Setting
from kehoach.files.tree import Folder

#: What an ID looks like in a text.
ID = re.compile(r"(?<![\w-])[A-Z]{2,}(?:-[A-Z0-9]+)+(?![\w-])")
#: Pages beside ``needs/`` that name objects.
_OTHER_PAGES = ("index.md", "docs/**/*.md")


def in_text(text: str, ids: Mapping[str, str]) -> str:
    """A text with other IDs, the new ones by the old ones."""
    return ID.sub(lambda found: ids.get(found[0], found[0]), text)


def everywhere(draft: Draft, ids: Mapping[str, str]) -> None:
    """Rename IDs on all pages of a project; a link names each object once.

    Raises:
        ValueError: a file is not UTF-8.
    """
    for name in pages(draft.root):
        text = draft.text(name)
        changed = in_text(text, ids)
        if changed != text:
            draft.put(name, changed)
    twice = [
        Setting(need, link, ", ".join(dict.fromkeys(targets)))
        for need in draft.plan.needs.values()
        for link, targets in need.links.items()
        if len(set(targets)) < len(targets)
    ]
    draft.set(twice)


def pages(root: Path) -> list[str]:
    """The pages of a project that may name objects, those of ``needs/`` first."""
    beside = (path for form in _OTHER_PAGES for path in sorted(root.glob(form)))
    return [*Folder(root).pages(), *(path.relative_to(root).as_posix() for path in beside)]
