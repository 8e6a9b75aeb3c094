"""What a session says, in the words of the protocol (LSP 3.17): one function for each thing that is asked."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from kehoach.editor import choosing, naming, saying
from kehoach.editor.edit import Edit
from kehoach.editor.pages import Place
from kehoach.editor.projects import END, Abandoned, Opened, Server, diagnostic, logged
from kehoach.language import _
from kehoach.plan import Need

#: What answers a question about a page: the server, the project, the page as it names it, the question.
Answer = Callable[[Server, Opened, str, Any], Any]
_Placed = (
    lsp.HoverParams
    | lsp.DefinitionParams
    | lsp.ReferenceParams
    | lsp.RenameParams
    | lsp.PrepareRenameParams
    | lsp.CompletionParams
)


def of_page(answer: Answer) -> Callable[[Server, Any], Any]:
    """An answer to a question about a page; nothing about one that is of no project."""

    def answered(server: Server, params: Any) -> Any:
        found = server.at(params.text_document.uri)
        with logged():
            return answer(server, *found, params) if found else None
        return None

    return answered


def _at(server: Server, opened: Opened, path: str, params: _Placed) -> tuple[str, int, int]:
    """A position as a page, a line counted from 1, and a column in letters."""
    line = params.position.line + 1
    return path, line, server.column(opened.session.page(path).line(line), params.position)


def _lines(need: Need, last: int) -> lsp.Range:
    return lsp.Range(lsp.Position(need.line - 1, 0), lsp.Position(last - 1, END))


# -- fixes -------------------------------------------------------------------------------------------


async def actions(server: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
    """The fixes at some lines; all safe ones together, where that is asked for.

    None while somebody types on: what is wrong is told again, and the fixes are asked for then.
    """
    if not (found := server.at(params.text_document.uri)):
        return None
    opened, path = found
    wanted = params.context.only
    with suppress(Abandoned), logged():
        if wanted and any(kind.startswith(lsp.CodeActionKind.SourceFixAll) for kind in wanted):
            return await _fix_all(opened)
        offers = await opened.offers(path, params.range.start.line + 1, params.range.end.line + 1)
        return [
            lsp.CodeAction(
                offer.title,
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=[diagnostic(offer.fix.finding)] if offer.fix.finding.code else [],
                is_preferred=offer.safe,
                edit=_workspace_edit(opened, offer.fix.edits),
            )
            for offer in offers
        ]
    return None


async def _fix_all(opened: Opened) -> list[lsp.CodeAction]:
    taken, edits = await opened.mended()
    title = _("Mend what needs no guess: {count} places").format(count=len(taken))
    edit = _workspace_edit(opened, edits)
    return [lsp.CodeAction(title, kind=lsp.CodeActionKind.SourceFixAll, edit=edit)] if taken else []


def _workspace_edit(opened: Opened, edits: Iterable[Edit]) -> lsp.WorkspaceEdit:
    changes: dict[str, list[lsp.TextEdit]] = {}
    for edit in edits:
        changes.setdefault(opened.uri(edit.path), []).append(_text_edit(edit))
    return lsp.WorkspaceEdit(changes)


def _text_edit(edit: Edit) -> lsp.TextEdit:
    first = edit.first - 1
    lines = lsp.Range(lsp.Position(first, 0), lsp.Position(first + edit.count, 0))
    return lsp.TextEdit(lines, "".join(edit.lines))


# -- what is written, and what is said ---------------------------------------------------------------


def completion(server: Server, opened: Opened, path: str, params: lsp.CompletionParams) -> lsp.CompletionList:
    """What can be written at a position."""
    path, line, column = _at(server, opened, path, params)
    choices = choosing.choices(opened.session, path, line, column)
    place = server.range(opened, Place(path, line, choices.column, column - choices.column))
    return lsp.CompletionList(
        is_incomplete=not choices.whole,
        items=[
            lsp.CompletionItem(
                c.label,
                detail=c.about,
                filter_text=c.found_by,
                sort_text=f"{number:04}",
                text_edit=lsp.TextEdit(place, c.text),
            )
            for number, c in enumerate(choices.found)
        ],
    )


def hover(server: Server, opened: Opened, path: str, params: lsp.HoverParams) -> lsp.Hover | None:
    """What is to be said of a position."""
    if not (said := saying.about(opened.session, *_at(server, opened, path, params))):
        return None
    contents = lsp.MarkupContent(lsp.MarkupKind.Markdown, said.words)
    return lsp.Hover(contents, server.range(opened, said.place))


def hints(server: Server, opened: Opened, path: str, params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
    """Names behind IDs, last days behind deadlines."""
    first, last = params.range.start.line + 1, params.range.end.line + 1
    found = saying.hints(opened.session, path, first, last)
    return [lsp.InlayHint(server.range(opened, h.place).end, h.words, padding_left=True) for h in found]


def lenses(server: Server, opened: Opened, path: str, _params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
    """States above tasks, counts above agencies: words alone, no command."""
    found = saying.lenses(opened.session, path)
    return [lsp.CodeLens(server.range(opened, one.place), lsp.Command(one.words, "")) for one in found]


def links(
    server: Server, opened: Opened, path: str, _params: lsp.DocumentLinkParams
) -> list[lsp.DocumentLink]:
    """Files, and the lines of the official text that clauses are."""
    return [
        lsp.DocumentLink(server.range(opened, place), f"{opened.uri(target)}#L{line}")
        for place, target, line in saying.links(opened.session, path)
    ]


def folds(
    _server: Server, opened: Opened, path: str, _params: lsp.FoldingRangeParams
) -> list[lsp.FoldingRange]:
    """Objects and sections."""
    found = saying.folds(opened.session, path)
    return [lsp.FoldingRange(first - 1, last - 1) for first, last in found if last > first]


def tokens(
    server: Server, opened: Opened, path: str, _params: lsp.SemanticTokensParams
) -> lsp.SemanticTokens:
    """Types and keys, each by its distance from the one before, as the protocol wants them."""
    data: list[int] = []
    line, start = 0, 0
    for place, kind in saying.tokens(opened.session, path):
        where = server.range(opened, place)
        if where.start.line != line:
            start = 0
        length = where.end.character - where.start.character
        data += [where.start.line - line, where.start.character - start, length, kind, 0]
        line, start = where.start.line, where.start.character
    return lsp.SemanticTokens(data)


# -- objects -----------------------------------------------------------------------------------------


def definition(
    server: Server, opened: Opened, path: str, params: lsp.DefinitionParams
) -> lsp.Location | None:
    """Where the object of an ID is written."""
    if not (found := naming.id_at(opened.session, *_at(server, opened, path, params))):
        return None
    _place, need = found
    return lsp.Location(opened.uri(need.path), server.range(opened, Place(need.path, need.line, 0, 0)))


def references(server: Server, opened: Opened, path: str, params: lsp.ReferenceParams) -> list[lsp.Location]:
    """All places that name the object of an ID."""
    if not (found := naming.id_at(opened.session, *_at(server, opened, path, params))):
        return []
    places = naming.mentions(opened.session, found[1])
    return [lsp.Location(opened.uri(place.path), server.range(opened, place)) for place in places]


def renamed(server: Server, opened: Opened, path: str, params: lsp.PrepareRenameParams) -> lsp.Range | None:
    """The ID that would be renamed."""
    found = naming.id_at(opened.session, *_at(server, opened, path, params))
    return server.range(opened, found[0]) if found else None


def rename(server: Server, opened: Opened, path: str, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """Another ID for an object, in all places.

    Raises:
        JsonRpcException: it cannot have that ID.
    """
    if not (found := naming.id_at(opened.session, *_at(server, opened, path, params))):
        return None
    try:
        naming.check_id(opened.session, found[1], params.new_name)
    except ValueError as error:
        raise JsonRpcException(str(error), lsp.LSPErrorCodes.RequestFailed) from error
    changes: dict[str, list[lsp.TextEdit]] = {}
    for place in naming.mentions(opened.session, found[1]):
        edit = lsp.TextEdit(server.range(opened, place), params.new_name)
        changes.setdefault(opened.uri(place.path), []).append(edit)
    return lsp.WorkspaceEdit(changes)


def symbols(
    server: Server, opened: Opened, path: str, _params: lsp.DocumentSymbolParams
) -> list[lsp.DocumentSymbol]:
    """The objects of a page."""
    page, found = opened.session.page(path), []
    for need in opened.session.objects(path):
        title = server.range(opened, Place(path, need.line, 0, len(page.line(need.line))))
        whole = _lines(need, page.last_line(need))
        name = need.title or need.id or need.type
        found.append(lsp.DocumentSymbol(name, lsp.SymbolKind.Object, whole, title, need.id))
    return found


def everywhere(server: Server, params: lsp.WorkspaceSymbolParams) -> list[lsp.WorkspaceSymbol]:
    """The objects of all open projects that some words name."""
    return [
        lsp.WorkspaceSymbol(
            lsp.Location(opened.uri(need.path), _lines(need, need.line)),
            need.title or need.id,
            lsp.SymbolKind.Object,
            container_name=need.id,
        )
        for opened in server.open.values()
        for need in naming.called(opened.session, params.query)
    ]
