"""A project as somebody has it open in an editor, unsaved text included.

It knows no protocol: pages are named by their path in the project. Only what changes is read again.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from kehoach import rules
from kehoach.editing.drafts import Draft
from kehoach.editor import glance
from kehoach.editor.glance import Surroundings
from kehoach.editor.pages import Page
from kehoach.files import places
from kehoach.files.tree import Folder
from kehoach.plan import Fault, Need, Plan, model, reader
from kehoach.plan.directives import Collected
from kehoach.progress import Progress
from kehoach.rules.findings import Finding

#: When a file was written, in nanoseconds, and how long it is: another file is another pair.
_Stamp = tuple[int, int]


class Session:
    """What the pages that are open, and the others as they are on disk, make together.

    Raises:
        OSError: a file cannot be read.
        ValueError: the model of the project cannot be used.
    """

    def __init__(self, root: Path, today: Callable[[Plan], date]) -> None:
        model.load(root)
        self.root, self._today = root, today
        self._folder = Folder(root)
        self._draft = Draft(root)
        self._open: dict[str, Page] = {}
        self._closed: dict[str, Page] = {}
        #: Open pages of the plan whose text has not been read yet.
        self._unread: set[str] = set()
        self._plan: Plan | None = None
        self._progress: Progress | None = None
        self._surroundings = Surroundings()
        #: What was wrong with a plan when it was last checked whole.
        self.checked: tuple[Plan, list[Finding]] | None = None
        self._stamps = self._stamped()
        self._refused = reader.refused(self._folder)
        self._on_site: dict[str, tuple[Fault, ...]] = {}
        self._look_at_site(self._folder.site())

    # -- pages come, change, go ---------------------------------------------------------------------

    def put(self, path: str, page: Page) -> None:
        """Give a page the text that it has in the editor."""
        self._open[path] = page
        if _is_of_plan(path):
            self._unread.add(path)
        elif path in self._on_site:
            self._look_at_site([path])
        self._plan = None

    def close(self, path: str) -> None:
        """Take a page as it is on disk again."""
        if self._open.pop(path, None):
            self.reload([path])

    def reload(self, also: Iterable[str] = ()) -> None:
        """Read again what others have written, and what is named."""
        now = self._stamped()
        changed = {path for path, _stamp in now.items() ^ self._stamps.items()} | {*also}
        self._stamps = now
        for path in changed:
            self._closed.pop(path, None)
        unsaved = {path: page.text.encode() for path, page in self._open.items() if _is_of_plan(path)}
        self._draft.reread(changed, unsaved)
        self._unread.clear()
        self._refused = reader.refused(self._folder)
        self._on_site.clear()
        self._look_at_site(self._folder.site())
        self._plan = None

    def _stamped(self) -> dict[str, _Stamp]:
        """All files of the plan and of the site, as they were last written."""
        files = [path for path in (self.root / places.FOLDER).rglob("*") if path.is_file()]
        files += [self.root / name for name in self._folder.site()]
        stats = ((path, path.stat()) for path in files)
        return {p.relative_to(self.root).as_posix(): (stat.st_mtime_ns, stat.st_size) for p, stat in stats}

    def _look_at_site(self, paths: Iterable[str]) -> None:
        for path in paths:
            raw = self._open[path].text.encode() if path in self._open else self._folder.read(path)
            self._on_site[path] = tuple(reader.on_site(path, raw, self._draft.plan.model))

    # -- what they make -----------------------------------------------------------------------------

    @property
    def plan(self) -> Plan:
        """The plan with what is not saved yet."""
        if self._plan is None:
            site = (fault for faults in self._on_site.values() for fault in faults)
            made = self._now().plan
            self._plan = replace(made, faults=(*self._refused, *made.faults, *site))
            self._progress = None
        return self._plan

    def _now(self) -> Draft:
        """The project with what is not saved yet."""
        for path in self._unread:
            self._draft.put(path, self._open[path].text)
        self._unread.clear()
        return self._draft

    @property
    def pages(self) -> Mapping[str, Collected]:
        """What each page of the plan holds."""
        return self._now().pages

    @property
    def progress(self) -> Progress:
        """Where the plan stands today."""
        plan = self.plan
        if self._progress is None:
            self._progress = Progress(self.surroundings.seen(plan), self._today(plan))
        return self._progress

    @property
    def surroundings(self) -> Surroundings:
        """What is around the objects of each page."""
        self._surroundings.update(self.pages)
        return self._surroundings

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with the whole plan."""
        plan = self.plan
        if self.checked is None or self.checked[0] is not plan:
            self.checked = plan, rules.check(plan)
        return self.checked[1]

    def first_look(self, path: str) -> list[Finding]:
        """What is wrong with a page of the plan, as far as can be told at once."""
        return glance.first_look(self.surroundings, self.plan, path, self.checked)

    def page(self, path: str) -> Page:
        """The text of a page as it would be; empty where there is none."""
        if path in self._open:
            return self._open[path]
        if path not in self._closed:
            file = self.root / path
            text = file.read_bytes().decode("utf-8", errors="replace") if file.is_file() else ""
            self._closed[path] = Page(text)
        return self._closed[path]

    def draft(self) -> Draft:
        """The project with what is not saved yet, to try changes with."""
        return self._now().copy()

    # -- objects ------------------------------------------------------------------------------------

    def objects(self, path: str) -> list[Need]:
        """The objects of a page, in the order of their lines."""
        held = self.pages.get(path)
        return sorted(held.needs, key=lambda need: need.line) if held else []

    def need_around(self, path: str, line: int) -> Need | None:
        """The object whose opening line is the last one up to a line."""
        mine = self.objects(path)
        index = bisect_right([need.line for need in mine], line)
        return mine[index - 1] if index else None


def _is_of_plan(path: str) -> bool:
    return path.endswith(".md") and places.is_inside(path)
