"""The language server: what a session says, in the words of the protocol (LSP 3.17), by pygls.

Positions count in UTF-16 as clients do by default; lines from 0, whereas ours count from 1.
"""

from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer

from kehoach.editor.fixes import Edit, Fix
from kehoach.editor.session import Place, Session
from kehoach.language import _
from kehoach.plan import Need, Plan, model
from kehoach.rules.findings import Finding

_TRIGGERS = (":", "{", ",", " ")
#: What is asked about a position.
_Placed = lsp.HoverParams | lsp.DefinitionParams | lsp.ReferenceParams | lsp.RenameParams
#: A line of any length ends before this.
_END = 2**31 - 1


class Server(LanguageServer):
    """A server of one project: the nearest folder above the first page that has an ``ubproject.toml``."""

    def __init__(self, today: Callable[[Plan], date]) -> None:
        super().__init__("kehoach", version("kehoach"))
        self.today = today
        #: None until the first page of a project is opened.
        self.session: Session | None = None
        #: The pages about which something was told, so that it can be taken back.
        self.told: set[str] = set()

    def at(self, uri: str) -> tuple[Session, str]:
        """The session, and a page as its project names it.

        Raises:
            ValueError: the page is in no project, or in another one.
        """
        path = Path(uris.to_fs_path(uri) or "")
        if self.session is None:
            root = next((folder for folder in path.parents if (folder / model.FILE).exists()), None)
            if root is None:
                raise ValueError(_("No {file} here or above.").format(file=model.FILE))
            self.session = Session(root, self.today)
        return self.session, path.relative_to(self.session.root).as_posix()

    def open_pages(self, root: Path) -> dict[str, str]:
        """The pages of a project that are open, with the text that they have in the editor."""
        documents = self.workspace.text_documents.items()
        found = ((Path(uris.to_fs_path(uri) or ""), document.source) for uri, document in documents)
        return {p.relative_to(root).as_posix(): text for p, text in found if p.is_relative_to(root / "needs")}

    def tell(self, session: Session) -> None:
        """Send what is wrong with each page; also where nothing is any more."""
        by_page: dict[str, list[lsp.Diagnostic]] = {path: [] for path in self.told}
        for finding in session.findings:
            by_page.setdefault(finding.path, []).append(_diagnostic(finding))
        for path, found in by_page.items():
            told = lsp.PublishDiagnosticsParams(_uri(session, path), found)
            self.text_document_publish_diagnostics(told)
        self.told = {path for path, found in by_page.items() if found}


def _uri(session: Session, path: str) -> str:
    return uris.from_fs_path(str(session.root / path)) or ""


def _range(session: Session, place: Place) -> lsp.Range:
    """A place as clients count."""
    line = session.text(place.path).splitlines()[place.line - 1]
    start, end = (_units(line[:n]) for n in (place.column, place.column + place.length))
    return lsp.Range(lsp.Position(place.line - 1, start), lsp.Position(place.line - 1, end))


def _column(session: Session, path: str, position: lsp.Position) -> int:
    """The column of a client's position in letters."""
    lines = session.text(path).splitlines()
    line = lines[position.line] if position.line < len(lines) else ""
    return next((n for n in range(len(line)) if _units(line[:n]) >= position.character), len(line))


def _named(made: Server, params: _Placed) -> tuple[Session, Place, Need] | None:
    """The ID at a position, and its object."""
    session, path = made.at(params.text_document.uri)
    found = session.id_at(path, params.position.line + 1, _column(session, path, params.position))
    return (session, *found) if found else None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _diagnostic(finding: Finding) -> lsp.Diagnostic:
    line = lsp.Range(lsp.Position(finding.line - 1, 0), lsp.Position(finding.line - 1, _END))
    return lsp.Diagnostic(line, finding.message, lsp.DiagnosticSeverity.Error, finding.code, source="kehoach")


def server(today: Callable[[Plan], date]) -> Server:
    """A server with everything that it can do."""
    made = Server(today)
    for method, answer in _FEATURES.items():
        options = {lsp.TEXT_DOCUMENT_COMPLETION: lsp.CompletionOptions(list(_TRIGGERS))}.get(method)
        made.feature(method, options)(_with(made, answer))
    return made


def _with(made: Server, answer: Callable[[Server, Any], Any]) -> Callable[[Any], Any]:
    return lambda params: answer(made, params)


# -- pages come, change, go --------------------------------------------------------------------------


def _changed(made: Server, params: lsp.DidOpenTextDocumentParams | lsp.DidChangeTextDocumentParams) -> None:
    session, path = made.at(params.text_document.uri)
    session.put(path, made.workspace.get_text_document(params.text_document.uri).source)
    made.tell(session)


def _again(made: Server, _params: object) -> None:
    """What stands on disk has changed, or counts again."""
    if made.session is not None:
        made.session.reload(made.open_pages(made.session.root))
        made.tell(made.session)


# -- what is asked -----------------------------------------------------------------------------------


def _actions(made: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    session, path = made.at(params.text_document.uri)
    found = session.fixes(path, params.range.start.line + 1, params.range.end.line + 1)
    return [
        lsp.CodeAction(
            offer.title,
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=[_diagnostic(offer.fix.finding)],
            is_preferred=offer.safe,
            edit=_workspace_edit(session, offer.fix),
        )
        for offer in found
    ]


def _workspace_edit(session: Session, fix: Fix) -> lsp.WorkspaceEdit:
    changes: dict[str, list[lsp.TextEdit]] = {}
    for edit in fix.edits:
        changes.setdefault(_uri(session, edit.path), []).append(_text_edit(edit))
    return lsp.WorkspaceEdit(changes)


def _text_edit(edit: Edit) -> lsp.TextEdit:
    first = edit.first - 1
    lines = lsp.Range(lsp.Position(first, 0), lsp.Position(first + edit.count, 0))
    return lsp.TextEdit(lines, "".join(edit.lines))


def _completion(made: Server, params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
    session, path = made.at(params.text_document.uri)
    column = _column(session, path, params.position)
    return [
        lsp.CompletionItem(c.label, detail=c.about, insert_text=c.text, filter_text=c.found_by or None)
        for c in session.choices(path, params.position.line + 1, column)
    ]


def _hover(made: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    if not (found := _named(made, params)):
        return None
    session, place, need = found
    said = lsp.MarkupContent(lsp.MarkupKind.Markdown, session.about(need))
    return lsp.Hover(said, _range(session, place))


def _hints(made: Server, params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
    session, path = made.at(params.text_document.uri)
    found = session.hints(path, params.range.start.line + 1, params.range.end.line + 1)
    return [lsp.InlayHint(_range(session, hint.place).end, hint.words, padding_left=True) for hint in found]


def _definition(made: Server, params: lsp.DefinitionParams) -> lsp.Location | None:
    if not (found := _named(made, params)):
        return None
    session, _place, need = found
    return lsp.Location(_uri(session, need.path), _range(session, Place(need.path, need.line, 0, 0)))


def _references(made: Server, params: lsp.ReferenceParams) -> list[lsp.Location]:
    if not (found := _named(made, params)):
        return []
    session, _place, need = found
    return [lsp.Location(_uri(session, p.path), _range(session, p)) for p in session.mentions(need)]


def _rename(made: Server, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    if not (found := _named(made, params)):
        return None
    session, _place, need = found
    session.check_id(need, params.new_name)
    changes: dict[str, list[lsp.TextEdit]] = {}
    for place in session.mentions(need):
        edit = lsp.TextEdit(_range(session, place), params.new_name)
        changes.setdefault(_uri(session, place.path), []).append(edit)
    return lsp.WorkspaceEdit(changes)


def _symbols(made: Server, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
    session, path = made.at(params.text_document.uri)
    found = []
    for need in session.objects(path):
        line = lsp.Range(lsp.Position(need.line - 1, 0), lsp.Position(need.line - 1, _END))
        found.append(lsp.DocumentSymbol(need.title or need.id, lsp.SymbolKind.Object, line, line, need.id))
    return found


_FEATURES: dict[str, Callable[[Server, Any], Any]] = {
    lsp.TEXT_DOCUMENT_DID_OPEN: _changed,
    lsp.TEXT_DOCUMENT_DID_CHANGE: _changed,
    lsp.TEXT_DOCUMENT_DID_SAVE: _again,
    lsp.TEXT_DOCUMENT_DID_CLOSE: _again,
    lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES: _again,
    lsp.TEXT_DOCUMENT_CODE_ACTION: _actions,
    lsp.TEXT_DOCUMENT_COMPLETION: _completion,
    lsp.TEXT_DOCUMENT_HOVER: _hover,
    lsp.TEXT_DOCUMENT_INLAY_HINT: _hints,
    lsp.TEXT_DOCUMENT_DEFINITION: _definition,
    lsp.TEXT_DOCUMENT_REFERENCES: _references,
    lsp.TEXT_DOCUMENT_RENAME: _rename,
    lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL: _symbols,
}
