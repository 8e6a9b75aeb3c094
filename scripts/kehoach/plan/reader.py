"""Reads ``needs/`` without Sphinx, and around the mistakes people make in it.

The files are a strict subset of MyST. Inside it this reader sees what MyST and sphinx-needs see;
outside it, it reads what the writer meant and records a fault, so that one mistake gives one finding.
"""

import errno
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from kehoach.files.tree import Folder, Project, Tree, is_form, pointed_to, sha256
from kehoach.language import _
from kehoach.language.text import nfc
from kehoach.plan import Fault, FaultKind, Need, Plan, forms, model, outside, syntax, upper
from kehoach.plan.decoding import conflict_at, text_of
from kehoach.plan.directives import Collected, read_page
from kehoach.plan.model import Model

#: A directive behind any marks of lists and quotations, as MyST writes it, or as reStructuredText does.
_DIRECTIVE = re.compile(r"(?:[ \t>*+:-]|[0-9]+[.)])*?(?:(?::{3,}|`{3,}|~{3,})\{([\w-]+)\}|\.\. ([\w-]+)::)")
#: Directives of sphinx-needs that add objects or change them.
_CHANGING = ("needextend", "needimport", "needservice", "list2need")
#: What has been read of a page, by the model, the name and the content of its file.
Pages = dict[tuple[bytes, str, bytes], Collected]


@dataclass
class Beside:
    """What is known of files that pages name, by their names; None where there is none."""

    #: Of those that evidence names the SHA-256, and what they point to where they do.
    evidence: dict[str, tuple[str, str | None] | None] = field(default_factory=dict)
    #: The official texts of plans.
    texts: dict[str, str | None] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.evidence or name in self.texts

    def forget(self, name: str) -> None:
        """Look at a file again."""
        self.evidence.pop(name, None)
        self.texts.pop(name, None)


def read(root: Path, declared: bytes | None = None) -> Plan:
    """Read every ``.md`` file under ``needs/`` of the project in ``root``, by its model or the one given.

    Raises:
        OSError: the model or a file cannot be read.
        ValueError: the model is none, or something in its file is wrong.
    """
    folder = Folder(root)
    declared = folder.read(model.FILE) if declared is None else declared
    model.refuse_wrong(declared)
    return read_project(folder, {}, declared)


def read_project(project: Project, pages: Pages, declared: bytes | None = None) -> Plan:
    """Read a project, and find what it holds beside its pages that is not read, or stands where it must not.

    Raises:
        OSError: the model or a file cannot be read.
        ValueError: the model is none.
    """
    plan = read_tree(project, pages, declared)
    elsewhere = (fault for name in project.site() for fault in on_site(name, project.read(name), plan.model))
    return replace(plan, faults=(*refused(project), *plan.faults, *elsewhere))


def refused(project: Project) -> list[Fault]:
    """The files that must not be under ``needs/``.

    Raises:
        OSError: a folder cannot be read.
    """
    return [Fault(FaultKind.FILE, file.path, 1, detail=file.reason.name) for file in project.refused()]


def on_site(name: str, raw: bytes, declared: Model) -> Iterator[Fault]:
    """What is wrong with a page, a form or the settings: two edits side by side, what changes objects."""
    if is_form(name):
        yield from forms.read(name, raw)[1]
        return
    text = raw.decode("utf-8", errors="replace")
    if line := conflict_at(text):
        yield Fault(FaultKind.CONFLICT, name, line)
    if name.endswith(".md"):
        yield from _changing(name, text, declared)


def _changing(name: str, text: str, declared: Model) -> Iterator[Fault]:
    """Directives that would add objects or change them; code is but words."""
    code = ""
    for number, line in enumerate(text.split("\n"), 1):
        fence = syntax.CODE_FENCE.match(line)
        opened = _DIRECTIVE.match(line)
        if code:
            code = "" if fence and fence[1].startswith(code) and not line.strip(" `~") else code
        elif opened and (called := opened[1] or opened[2]) in {*declared.types, *_CHANGING}:
            yield Fault(FaultKind.ELSEWHERE, name, number, detail=called)
        elif fence and not opened:
            code = fence[1]


def read_tree(tree: Tree, pages: Pages, declared: bytes | None = None, known: Beside | None = None) -> Plan:
    """Read a project from wherever it is kept. ``pages`` holds what is the same in another reading of it.

    ``known`` is what is known of the files that pages name, where they are the same too.

    Raises:
        OSError: the model or a file cannot be read.
        ValueError: the model is none.
    """
    declared = tree.read(model.FILE) if declared is None else declared
    found, known = Collected(model.parse(declared)), known or Beside()
    for name in tree.pages():
        key = declared, name, tree.read(name)
        if key not in pages:
            pages[key] = page(name, key[2], found.model)
        found.extend(pages[key])
    plan = found.plan()
    needs = plan.needs.values()
    files, pointers = _evidence_files(tree, needs, known.evidence)
    pinned = upper.read(tree.named, declared)
    others = outside.read(plan.model.settings, tree.read) | {other.id: other for other in pinned.outside()}
    named = tuple(f for f in plan.faults if f.kind is not FaultKind.MENTION or f.detail not in others)
    return replace(
        plan,
        files=files,
        pointers=pointers,
        texts=_official_texts(tree, needs, known.texts),
        outside=others,
        uppers=pinned.uppers,
        outdated=pinned.outdated,
        faults=(*named, *pinned.faults),
    )


def page(name: str, raw: bytes, declared: Model) -> Collected:
    """What one file holds."""
    if pointed_to(raw):
        raise OSError(errno.ENODATA, _("only a Git LFS pointer is here, not the file; get it first"), name)
    found = Collected(declared)
    read_page(name, text_of(raw, name, found.faults), found)
    return found


def _official_texts(tree: Tree, needs: Iterable[Need], known: dict[str, str | None]) -> dict[str, str]:
    """The text that the ``source`` of each plan names, as NFC, where it is a file of the repository."""
    sources = {need.id: need["source"] for need in needs if need.type == "plan"}
    for name in set(sources.values()) - known.keys():
        raw = tree.named(name)
        known[name] = None if raw is None else _official_text(raw)
    return {need_id: text for need_id, name in sources.items() if (text := known[name]) is not None}


@lru_cache(4)  # revisions of a project have the same official text
def _official_text(raw: bytes) -> str:
    return nfc(syntax.LINE_END.sub("\n", raw.decode("utf-8-sig", errors="replace")))


def _evidence_files(
    tree: Tree, needs: Iterable[Need], known: dict[str, tuple[str, str | None] | None]
) -> tuple[dict[str, str], dict[str, str]]:
    """The SHA-256 of every evidence file that is there, and of those that only a pointer stands for."""
    named = {need["file"] for need in needs if need.type == "evidence" and need["file"]}
    for name in named - known.keys():
        content = tree.named(name)
        known[name] = None if content is None else (sha256(content), pointed_to(content))
    there = {name: file for name in named if (file := known[name])}
    meant = {name: digest for name, (_own, digest) in there.items() if digest}
    elsewhere = tree.elsewhere(meant) if meant else frozenset()
    found = {name: own for name, (own, _digest) in there.items() if name not in elsewhere}
    return found, {name: meant[name] for name in elsewhere}
