"""The projects that an editor has open: their pages while they change, and what is wrong with them.

Findings of the page that is typed in come at once, those of the whole plan from a thread that gives way.
"""

import asyncio
import logging
from bisect import bisect_left
from collections.abc import Callable, Coroutine, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from functools import lru_cache, partial
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from kehoach import rules
from kehoach.editor import amending, turns
from kehoach.editor.edit import Edit, Fix, between
from kehoach.editor.pages import Page, Place
from kehoach.editor.session import Session
from kehoach.editor.taking import Offer, offered, take_safe
from kehoach.files import memory, refusals
from kehoach.language import _
from kehoach.plan import Plan, model
from kehoach.plan.reader import Pages
from kehoach.rules.findings import Finding

#: A line of any length ends before this.
END = 2**31 - 1
#: So many seconds nobody types before a page, and then the plan, is looked at.
_PAUSE, _LONGER = 0.02, 0.15


Made = TypeVar("Made")


class Abandoned(Exception):  # noqa: N818 - no error: somebody has typed on
    """A check that nobody waits for any more."""


class _Protocol(LanguageServerProtocol):
    """The protocol without pygls' own record of texts, which ends lines where editors do not."""

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: lsp.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Leave changes to us, as they came: pygls writes into their positions."""
        yield self.fm.features[lsp.TEXT_DOCUMENT_DID_CHANGE], (params,), None


@lru_cache(maxsize=64)  # many places of one line are asked for one after the other
def columns(line: str, encoding: lsp.PositionEncodingKind) -> Sequence[int]:
    """Where each letter of a line begins in the units of an encoding, and where the line ends."""
    if encoding is lsp.PositionEncodingKind.Utf8:
        return [*accumulate((len(letter.encode()) for letter in line), initial=0)]
    if encoding is lsp.PositionEncodingKind.Utf32 or line.isascii() or max(line) <= "\uffff":
        return range(len(line) + 1)
    return [*accumulate((1 + (letter > "\uffff") for letter in line), initial=0)]


class Server(LanguageServer):
    """A server of every project of which a page is open: the nearest folder with ``ubproject.toml``."""

    def __init__(self, today: Callable[[Plan], date]) -> None:
        super().__init__("kehoach", version("kehoach"), protocol_cls=_Protocol)
        self.today = today
        self.open: dict[Path, Opened] = {}
        #: The pages that are open, of whatever project, by their address.
        self.pages: dict[str, Page] = {}
        #: Folders about which it was said why they cannot be used.
        self.refused: set[Path] = set()
        self.pool = ThreadPoolExecutor(1)

    def at(self, uri: str) -> "tuple[Opened, str] | None":
        """The project of a page, and the page as its project names it; None where it is of none.

        What has the path of a page but is no file, such as a former version in git, is not the page.
        """
        path = Path((uris.to_fs_path(uri) or "") if uri.startswith("file:") else "")
        root = next((folder for folder in path.parents if (folder / model.FILE).is_file()), None)
        if root is None or root in self.refused:
            return None
        if root not in self.open:
            try:
                self.open[root] = Opened(self, Session(root, self.today))
            except OSError as error:
                self._refuse(root, refusals.not_read(error))
                return None
            except ValueError as error:
                message = _("Cannot use {file}: {why}.")
                self._refuse(root, message.format(file=root / model.FILE, why=error))
                return None
        return self.open[root], path.relative_to(root).as_posix()

    def _refuse(self, root: Path, message: str) -> None:
        """Say once why a project cannot be used; it is tried again when its model is saved."""
        self.refused.add(root)
        self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, message))

    def begin(self, root: Path) -> None:
        """Open a project and tell what is wrong with it, before any page of it is opened."""
        if found := self.at(uris.from_fs_path(str(root / model.FILE)) or ""):
            found[0].look()

    def again(self, root: Path) -> None:
        """Open a project anew, since its model has changed."""
        self.refused.discard(root)
        if opened := self.open.pop(root, None):
            opened.stop()
            for path in opened.told:
                opened.tell(path, [])
        for uri, page in self.pages.items():
            if (found := self.at(uri)) and found[0].session.root == root:
                found[0].session.put(found[1], page)
                found[0].look()
        if opened and root not in self.open:
            self.begin(root)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Write what failed into the log; whoever asked is told by the answer."""
        logging.getLogger("kehoach").error("%s: %s", source.__name__, error)

    def range(self, opened: "Opened", place: Place) -> lsp.Range:
        """A place as this client counts."""
        columns = self._columns(opened.session.page(place.path).line(place.line))
        start, end = (columns[min(n, len(columns) - 1)] for n in (place.column, place.column + place.length))
        return lsp.Range(lsp.Position(place.line - 1, start), lsp.Position(place.line - 1, end))

    def column(self, line: str, position: lsp.Position) -> int:
        """The column of a client's position in letters."""
        return min(bisect_left(self._columns(line), position.character), len(line))

    def _columns(self, line: str) -> Sequence[int]:
        return columns(line, lsp.PositionEncodingKind(self.workspace.position_codec.encoding))

    def change(self, uri: str, changes: Iterable[lsp.TextDocumentContentChangeEvent]) -> None:
        """Take changes of the text of a page, in their order."""
        page = self.pages.get(uri, Page(""))
        for change in changes:
            text = change.text.encode("utf-8", errors="replace").decode()
            if isinstance(change, lsp.TextDocumentContentChangePartial):
                start, end = (self._placed(page, at) for at in (change.range.start, change.range.end))
                page = page.changed(start, end, text)
            else:
                page = Page(text)
        self.pages[uri] = page
        if found := self.at(uri):
            opened, path = found
            opened.session.put(path, page)
            opened.look(path)

    def _placed(self, page: Page, position: lsp.Position) -> tuple[int, int]:
        return position.line + 1, self.column(page.line(position.line + 1), position)


class Opened:
    """A project that is open: its session, and what its editor has been told."""

    def __init__(self, server: Server, session: Session) -> None:
        self.server, self.session = server, session
        #: What was told of each page.
        self.told: dict[str, list[Finding]] = {}
        self._looking: asyncio.Task[None] | None = None
        self._stop = Event()
        #: The check of the whole plan that is under way, or was, and of which plan.
        self._checking: tuple[Plan, asyncio.Future[list[Finding]]] | None = None
        #: What was read of the plan as it is committed.
        self._committed: Pages = {}
        #: The fixes of the findings that were asked about, and the plan that has these findings.
        self._offered: tuple[Plan | None, dict[Finding, list[Offer]]] = None, {}

    def uri(self, path: str) -> str:
        """A page as clients name it."""
        return uris.from_fs_path(str(self.session.root / path)) or ""

    def stop(self) -> None:
        """End what is under way."""
        self._stop.set()
        self._checking = None  # which ends without findings
        if self._looking:
            self._looking.cancel()

    def look(self, path: str = "") -> None:
        """Look for what is wrong, on a page first where one is named, once nobody types for a moment."""
        self.stop()
        self._stop = Event()
        self._looking = asyncio.ensure_future(_logged(self._look(path)))

    async def _look(self, path: str) -> None:
        if path:
            await asyncio.sleep(_PAUSE)
            with turns.first():
                if path in self.session.pages:
                    self.tell(path, self.session.first_look(path))
            await asyncio.sleep(_LONGER)
        by_page: dict[str, list[Finding]] = {told: [] for told in self.told}
        for finding in await self.findings():
            by_page.setdefault(finding.path, []).append(finding)
        for page, found in by_page.items():
            self.tell(page, found)

    async def aside(self, work: Callable[[Callable[[], None]], Made], stop: Event) -> Made:
        """Do something that takes long in a thread; it is to heed what it is given, now and then.

        Raises:
            Abandoned: somebody has typed on, so nobody waits for it any more.
        """

        def heed() -> None:
            if stop.is_set():
                raise Abandoned

        return await asyncio.get_running_loop().run_in_executor(self.server.pool, work, heed)

    async def findings(self) -> list[Finding]:
        """What is wrong with the whole plan as it is now; whoever asks meanwhile waits for the same check.

        Raises:
            Abandoned: somebody has typed on.
        """
        plan, checked = self.session.plan, self.session.checked
        if checked and checked[0] is plan:
            return checked[1]
        if self._checking is None or self._checking[0] is not plan:
            check = asyncio.ensure_future(self.aside(lambda heed: rules.check(plan, heed=heed), self._stop))
            check.add_done_callback(lambda done: done.cancelled() or done.exception())  # if nobody waits
            self._checking = plan, check
        found = await asyncio.shield(self._checking[1])
        if self.session.checked is None:
            memory.keep_all()  # nearly all of it stays, whatever is typed
        self.session.checked = plan, found
        return found

    async def offers(self, path: str, first: int, last: int) -> list[Offer]:
        """The fixes of the findings between two lines, and what each brings: each is looked for once.

        Raises:
            Abandoned: somebody has typed on.
        """
        stop, plan, draft = self._stop, self.session.plan, self.session.draft()
        findings = await self.findings()
        if self._offered[0] is not plan:
            self._offered = plan, {}
        known = self._offered[1]
        mine = [one for one in findings if one.path == path and first <= one.line <= last]
        for finding in mine:
            if finding not in known:
                known[finding] = await self.aside(partial(offered, draft.copy(), finding, findings), stop)
        if any(first <= need.lines.get("deadline", 0) <= last for need in self.session.objects(path)):
            for fix in await self.aside(lambda _heed: amending.found(draft, self._committed), stop):
                over = fix.finding
                if over.path == path and first <= over.line <= last:
                    mine.append(over)
                    if over not in known:
                        trying = partial(amending.offered, draft.copy(), fix, findings)
                        known[over] = [await self.aside(trying, stop)]
        return [offer for finding in mine for offer in known[finding]]

    async def mended(self) -> tuple[list[Fix], list[Edit]]:
        """All safe fixes together, and the lines that they replace.

        Raises:
            Abandoned: somebody has typed on.
        """
        draft, before = (
            self.session.draft(),
            {path: self.session.page(path).text for path in self.session.pages},
        )
        taken = await self.aside(lambda heed: [*take_safe(draft, heed)], self._stop)
        return taken, [e for path in before for e in between(path, before[path], draft.text(path))]

    def tell(self, path: str, findings: list[Finding]) -> None:
        """Send what is wrong with a page, unless that is what was sent last."""
        if self.told.get(path, []) != findings:
            found = [diagnostic(finding) for finding in findings]
            self.server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(self.uri(path), found))
        self.told[path] = findings


@contextmanager
def logged() -> Iterator[None]:
    """Write into the log what cannot be read at the moment; the next letter typed tries again."""
    try:
        yield
    except (OSError, ValueError) as error:
        logging.getLogger("kehoach").error("%s", error)


async def _logged(looking: Coroutine[Any, Any, None]) -> None:
    """Look while nobody waits for an answer."""
    with suppress(Abandoned), logged():
        await looking


def diagnostic(finding: Finding) -> lsp.Diagnostic:
    """A finding as clients show it."""
    line = lsp.Range(lsp.Position(finding.line - 1, 0), lsp.Position(finding.line - 1, END))
    return lsp.Diagnostic(line, finding.message, lsp.DiagnosticSeverity.Error, finding.code, source="kehoach")
