"""The projects that an editor has open: their pages while they change, and what is wrong with them.

Findings of the page that is typed in come at once, those of the whole plan from a thread that gives way.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from importlib.metadata import version
from pathlib import Path
from threading import Event
from typing import Any

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from kehoach import rules
from kehoach.editor import turns
from kehoach.editor.pages import Page, Place
from kehoach.editor.session import Session
from kehoach.files import memory, refusals
from kehoach.language import _
from kehoach.plan import Plan, model
from kehoach.rules.findings import Finding

#: A line of any length ends before this.
END = 2**31 - 1
#: So many seconds nobody types before a page, and then the plan, is looked at.
_PAUSE, _LONGER = 0.02, 0.15


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
        """The project of a page, and the page as its project names it; None where it is of none."""
        path = Path(uris.to_fs_path(uri) or "")
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
        line = opened.session.page(place.path).line(place.line)
        units = self.workspace.position_codec.client_num_units
        start, end = (units(line[:n]) for n in (place.column, place.column + place.length))
        return lsp.Range(lsp.Position(place.line - 1, start), lsp.Position(place.line - 1, end))

    def column(self, line: str, position: lsp.Position) -> int:
        """The column of a client's position in letters."""
        units = self.workspace.position_codec.client_num_units
        if line.isascii():
            return min(position.character, len(line))
        return next((n for n in range(len(line)) if units(line[:n]) >= position.character), len(line))

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

    def uri(self, path: str) -> str:
        """A page as clients name it."""
        return uris.from_fs_path(str(self.session.root / path)) or ""

    def stop(self) -> None:
        """End what is under way."""
        self._stop.set()
        if self._looking:
            self._looking.cancel()

    def look(self, path: str = "") -> None:
        """Look for what is wrong, on a page first where one is named, once nobody types for a moment."""
        self.stop()
        self._stop = Event()
        self._looking = asyncio.ensure_future(_logged(self._look(path, self._stop)))

    async def _look(self, path: str, stop: Event) -> None:
        loop = asyncio.get_running_loop()
        if path:
            await asyncio.sleep(_PAUSE)
            with turns.first():
                if path in self.session.pages:
                    self.tell(path, self.session.first_look(path))
            await asyncio.sleep(_LONGER)
        plan = self.session.plan
        findings = await loop.run_in_executor(self.server.pool, _checked, plan, stop)
        if self.session.checked is None:
            memory.keep_all()  # nearly all of it stays, whatever is typed
        self.session.checked = plan, findings
        by_page: dict[str, list[Finding]] = {told: [] for told in self.told}
        for finding in findings:
            by_page.setdefault(finding.path, []).append(finding)
        for page, found in by_page.items():
            self.tell(page, found)

    def tell(self, path: str, findings: list[Finding]) -> None:
        """Send what is wrong with a page, unless that is what was sent last."""
        if self.told.get(path, []) != findings:
            found = [diagnostic(finding) for finding in findings]
            self.server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(self.uri(path), found))
        self.told[path] = findings


async def _logged(looking: Coroutine[Any, Any, None]) -> None:
    """Write into the log what fails while nobody waits for an answer; the next letter typed tries again."""
    with suppress(Abandoned):
        try:
            await looking
        except (OSError, ValueError) as error:
            logging.getLogger("kehoach").error("%s", error)


def _checked(plan: Plan, stop: Event) -> list[Finding]:
    """What is wrong with a plan.

    Raises:
        Abandoned: nobody waits for it any more.
    """

    def heed() -> None:
        if stop.is_set():
            raise Abandoned

    return rules.check(plan, heed=heed)


def diagnostic(finding: Finding) -> lsp.Diagnostic:
    """A finding as clients show it."""
    line = lsp.Range(lsp.Position(finding.line - 1, 0), lsp.Position(finding.line - 1, END))
    return lsp.Diagnostic(line, finding.message, lsp.DiagnosticSeverity.Error, finding.code, source="kehoach")
