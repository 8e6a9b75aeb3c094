"""Changes of several files that are read and checked before the first of them is written."""

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from kehoach import rules
from kehoach.editing import edits
from kehoach.editing.edits import Setting
from kehoach.files import places, writing
from kehoach.files.tree import Folder
from kehoach.language import _
from kehoach.plan import Plan, model, reader, rereading
from kehoach.plan.directives import Collected
from kehoach.plan.reader import Beside, Pages
from kehoach.rules.findings import Finding


@dataclass(frozen=True, slots=True)
class _Overlay:
    """The files of a folder, some of them with other contents than they have there."""

    folder: Folder
    instead: Mapping[str, bytes]
    #: What was read of the folder, so that it is read once and in one state.
    seen: dict[str, bytes]
    #: The pages that the folder had then.
    listed: frozenset[str]

    def pages(self) -> list[str]:
        pages = (name for name in self.instead if name.endswith(".md") and places.is_inside(name))
        return sorted({*self.listed, *pages}, key=lambda name: name.split("/"))

    def read(self, name: str) -> bytes:
        if name in self.instead:
            return self.instead[name]
        if name not in self.seen:
            self.seen[name] = self.folder.read(name)
        return self.seen[name]

    def named(self, name: str) -> bytes | None:
        return self.instead[name] if name in self.instead else self.folder.named(name)

    def elsewhere(self, names: Iterable[str]) -> frozenset[str]:
        return self.folder.elsewhere(names)


class Draft:
    """New contents for files of a project, and the plan that they would make.

    Raises:
        OSError: a file cannot be read.
        ValueError: the project cannot be read, or what is to be changed is not as it was read.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, bytes] = {}
        self._folder = Folder(root)
        self._pages: Pages = {}
        self._beside = Beside()
        self._former: dict[str, bytes] = {}
        self._seen: dict[str, bytes] = {}
        self._listed = frozenset(self._folder.pages())
        self.plan = self.before = self._read()

    def _read(self) -> Plan:
        return self.would({})

    def would(self, files: Mapping[str, bytes]) -> Plan:
        """The plan with other contents of files beside those of the draft, which stays as it is."""
        tree = self._tree({**self.files, **files})
        known = None if any(name in self._beside for name in tree.instead) else self._beside
        return reader.read_tree(tree, self._pages, known=known)

    def _tree(self, files: Mapping[str, bytes]) -> _Overlay:
        return _Overlay(self._folder, files, self._seen, self._listed)

    def text(self, name: str) -> str:
        """A file as it would be; empty where there is none yet."""
        if name not in {*self.files, *self._seen} and not (self.root / name).exists():
            return ""
        content = self._tree(self.files).read(name)
        if name not in self.files:
            self._former.setdefault(name, content)
        return edits.decoded(content)

    def put(self, name: str, text: str) -> None:
        """Give a file another text, and read the plan again."""
        self._reread_part(name, text.encode())
        self.files[name] = text.encode()
        self._forget_versions(name)
        self.plan = self._read()

    def _reread_part(self, name: str, content: bytes) -> None:
        """Of an edit inside one object of a page only that object need be read."""
        declared, former = self.files.get(model.FILE, self._seen[model.FILE]), self._now.get(name)
        held = self._pages.get((declared, name, former)) if former else None
        if former and held and (part := rereading.reread(name, held, former, content)):
            self._pages[declared, name, content] = part

    def reset(self, files: Mapping[str, bytes]) -> None:
        """Take back what was changed since ``files`` was what the draft held."""
        self.files = dict(files)
        self.plan = self._read()

    def reread(self, names: Iterable[str], files: Mapping[str, bytes]) -> None:
        """Read files again that others have changed; ``files`` is what the draft holds from now on."""
        self._listed = frozenset(self._folder.pages())
        touched = {*names, *self.files, *files}
        for name in names:
            self._beside.forget(name)
            for known in (self._seen, self._former):
                known.pop(name, None)
        self.reset(files)
        for name in touched:
            self._forget_versions(name)

    def _forget_versions(self, name: str) -> None:
        """Who types gives a page a new text with each letter."""
        kept = self.files.get(name), self._seen.get(name)
        self._pages = {key: page for key, page in self._pages.items() if key[1] != name or key[2] in kept}

    @property
    def pages(self) -> dict[str, Collected]:
        """What each page holds."""
        now = self._now
        return {name: page for (_declared, name, raw), page in self._pages.items() if raw == now.get(name)}

    @property
    def _now(self) -> dict[str, bytes]:
        return {**self._seen, **self.files}

    def copy(self) -> "Draft":
        """The same, changed by itself from now on."""
        other = copy(self)
        other.files, other._pages = dict(self.files), dict(self._pages)
        return other

    def set(self, settings: Iterable[Setting]) -> None:
        """Set options of needs of ``plan``, or their title.

        Raises:
            ValueError: a need is not as it was read, or a value cannot be written.
        """
        by_file: dict[str, list[Setting]] = {}
        for setting in settings:
            if setting.need not in (
                self.before.needs.get(setting.need.id),
                self.plan.needs.get(setting.need.id),
            ):
                raise self._meanwhile(setting.need.path)
            by_file.setdefault(setting.need.path, []).append(setting)
        for name, mine in by_file.items():
            text = self.text(name)
            for setting in mine:
                if setting.option == "title":
                    text = edits.set_title(text, setting.need, setting.value)
            text = edits.set_options(text, [setting for setting in mine if setting.option != "title"])
            self.put(name, text)

    def new_findings(self) -> list[Finding]:
        """What is wrong with the plan that was not wrong before, wherever it stood.

        Where nothing is open any more, the mark of the import goes first: that is part of the edit.
        """
        known = Counter(map(_said, rules.check(self.before)))
        found = []
        for finding in self._check():
            if known[_said(finding)]:
                known[_said(finding)] -= 1
            else:
                found.append(finding)
        return found

    def _check(self) -> list[Finding]:
        findings = rules.check(self.plan)
        finished = [self.plan.needs[found.id] for found in findings if found.code == rules.FINISHED]
        if not finished:
            return findings
        self.set([Setting(home, "imported", "") for home in finished])
        return rules.check(self.plan)

    def diff(self) -> str:
        """The changes as a unified diff, as git shows them."""
        lines: list[str] = []
        for name, content in sorted(self.files.items()):
            old, new = self._former.get(name, b"").decode(), content.decode()
            before = f"a/{name}" if name in self._former else "/dev/null"
            lines += difflib.unified_diff(_lines(old), _lines(new), before, f"b/{name}")
        no_end = "\n\\ No newline at end of file\n"
        return "".join(line if line.endswith("\n") else line + no_end for line in lines)

    def write(self) -> None:
        """Write the files, each whole or not at all, as is a new folder; then the draft is as if made anew.

        Raises:
            OSError: a file could not be written; it and those after it are as they were.
            ValueError: a file has been changed meanwhile; none is written.
        """
        with writing.alone(self.root / model.FILE):
            for name in self.files:
                path = self.root / name
                if (path.read_bytes() if path.exists() else None) != self._former.get(name):
                    raise self._meanwhile(name)
            new: dict[Path, dict[str, bytes]] = {}
            for name, content in self.files.items():
                path = self.root / name
                if folder := self._new_folder(path):
                    new.setdefault(folder, {})[path.relative_to(folder).as_posix()] = content
                else:
                    writing.write_whole(path, content)
            for folder, contents in new.items():
                writing.write_folder(folder, contents, self.root / "build")
        self._seen |= self.files
        self._listed = frozenset(self._tree(self.files).pages())
        self._former, self.files, self.before = dict(self.files), {}, self.plan

    def _new_folder(self, path: Path) -> Path | None:
        """The outermost folder of a file that is not there yet."""
        return next((above for above in reversed(path.parents) if not above.exists()), None)

    def _meanwhile(self, name: str) -> ValueError:
        return ValueError(_("{path} has been changed meanwhile. Nothing is written.").format(path=name))


def _said(finding: Finding) -> tuple[str, str, str, str]:
    return finding.path, finding.code, finding.id, finding.message


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
