"""The language server, as a client of the protocol sees it."""

import asyncio
import re
import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pytest_lsp import fixture as lsp_fixture

from conftest import BLOCKED
from editor.test_fixes import damaged
from rules.test_natural_mistakes import MISTAKES, demo

__all__ = ["demo"]  # the fixture
TASKS = "needs/kh-9-2026/ii-nhiem-vu.md"


@pytest.fixture
def root(demo: Path) -> Path:
    """The demo plan, in which somebody has written an agency's name for its ID; and a page beside it."""
    (demo / "docs").mkdir()
    (demo / "docs" / "ghi-chu.md").write_text("# Ghi chú\n\nHỏi {need}`CQ-STP`, CQ-SNV.\n", encoding="utf-8")
    damaged(demo, next(m for m in MISTAKES if m.name == "Ghi tên cơ quan thay cho mã"))
    return demo


@lsp_fixture(  # type: ignore[untyped-decorator] # the library says no types
    config=ClientServerConfig(server_command=[sys.executable, "-m", "kehoach", "lsp"])
)
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """A client of the server, in the way of VS Code."""
    capabilities = client_capabilities("visual-studio-code")
    lsp_client.feature(lsp.CLIENT_REGISTER_CAPABILITY)(lambda _params: None)
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=capabilities))
    yield
    await lsp_client.shutdown_session()


def opened(client: LanguageClient, root: Path, name: str = TASKS) -> lsp.TextDocumentIdentifier:
    """Open a page."""
    uri = (root / name).as_uri()
    text = (root / name).read_text("utf-8")
    item = lsp.TextDocumentItem(uri=uri, language_id="markdown", version=1, text=text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    return lsp.TextDocumentIdentifier(uri)


def typed(client: LanguageClient, page: lsp.TextDocumentIdentifier, text: str, version: int = 2) -> None:
    """Give a page another text without saving it."""
    change = lsp.TextDocumentContentChangeWholeDocument(text=text)
    named = lsp.VersionedTextDocumentIdentifier(uri=page.uri, version=version)
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(named, [change]))


def part(line: int, column: int, length: int, text: str) -> lsp.TextDocumentContentChangePartial:
    """A part of a line written anew."""
    where = lsp.Range(lsp.Position(line, column), lsp.Position(line, column + length))
    return lsp.TextDocumentContentChangePartial(text=text, range=where)


def place(root: Path, words: str, behind: str = "", name: str = TASKS) -> lsp.Position:
    """Where some words begin, or where what is in them ends."""
    lines = (root / name).read_text("utf-8").split("\n")
    number = next(n for n, line in enumerate(lines) if words in line)
    return lsp.Position(number, lines[number].index(behind or words) + len(behind))


async def told(client: LanguageClient, page: lsp.TextDocumentIdentifier) -> list[str | int | None]:
    """The codes of what is wrong with a page, once something new is told."""
    telling = client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    await asyncio.wait_for(telling, timeout=BLOCKED)
    await asyncio.sleep(0.5)
    return [found.code for found in client.diagnostics.get(page.uri, [])]


@pytest.mark.asyncio
async def test_findings_while_typing_and_their_fixes(client: LanguageClient, root: Path) -> None:
    """A page tells its findings when it is opened; a fix is offered; typing it takes the finding away."""
    page = opened(client, root)
    assert await told(client, page) == ["KH104"]
    line = client.diagnostics[page.uri][0].range
    asked = lsp.CodeActionParams(page, line, lsp.CodeActionContext(client.diagnostics[page.uri]))
    (action,) = await client.text_document_code_action_async(asked) or ()
    assert isinstance(action, lsp.CodeAction)
    assert (action.title, action.is_preferred) == ('Ghi ":owner: CQ-SYT"', True)
    assert action.edit
    assert action.edit.changes
    (edit,) = action.edit.changes[page.uri]
    assert edit.new_text == ":owner: CQ-SYT\n"
    typed(client, page, (root / TASKS).read_text("utf-8").replace("Sở Y tế\n:deadline", "CQ-SYT\n:deadline"))
    assert await told(client, page) == []


@pytest.mark.asyncio
async def test_names_for_ids(client: LanguageClient, root: Path) -> None:
    """Agencies are found by words without accents; hover, hints and outline say what an ID is."""
    page = opened(client, root)
    await told(client, page)
    where = place(root, ":partners: CQ-SNV, CQ-XA", ":partners: ")
    found = await client.text_document_completion_async(lsp.CompletionParams(page, where))
    assert isinstance(found, lsp.CompletionList)
    item = next(item for item in found.items if item.text_edit and item.text_edit.new_text == "CQ-STP")
    assert item.filter_text
    assert "so tu phap" in item.filter_text
    hover = await client.text_document_hover_async(lsp.HoverParams(page, place(root, "NV-9-2026-II-4")))
    assert hover
    assert isinstance(hover.contents, lsp.MarkupContent)
    assert "Rà soát văn bản của tỉnh" in hover.contents.value
    lines = lsp.Range(lsp.Position(0, 0), lsp.Position(30, 0))
    hints = await client.text_document_inlay_hint_async(lsp.InlayHintParams(page, lines)) or ()
    assert {"Sở Nội vụ (giả định)", "31/03/2026"} <= {hint.label for hint in hints}
    symbols = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(page)) or ()
    assert isinstance(symbols[0], lsp.DocumentSymbol)
    assert symbols[0].name == "Tổ chức hội nghị quán triệt Luật"


@pytest.mark.asyncio
async def test_what_can_be_written_is_offered(client: LanguageClient, root: Path) -> None:
    """Types, options not yet written, words of a list, forms of deadlines, the next free ID."""
    page = opened(client, root)
    lines = ["", ":::{ta", ":::", "", ":::{evidence} Báo cáo", ":id: ", ":", ":confirmed: ", ":::"]
    lines += ["", ":::{task} Việc", ":id: NV-9-2026-II-99", ":deadline: quy iii", ":::"]
    text = (root / TASKS).read_text("utf-8")
    typed(client, page, text + "\n".join(lines))
    first = text.count("\n")
    found = {}
    for number in (1, 5, 6, 7, 12):
        where = lsp.Position(first + number, len(lines[number]))
        offered = await client.text_document_completion_async(lsp.CompletionParams(page, where))
        assert isinstance(offered, lsp.CompletionList)
        found[number] = [(item.text_edit.new_text, item.detail) for item in offered.items if item.text_edit]
    assert ("task", "Nhiệm vụ") in found[1]
    assert re.fullmatch(r"MC-9-2026-\d+", found[5][0][0])
    assert "date: " in dict(found[6])
    assert "id: " not in dict(found[6])
    assert dict(found[7])["yes"] == "có"
    assert "Quý III năm 2026" in dict(found[12])


@pytest.mark.asyncio
async def test_what_is_no_open_page_changes_nothing(client: LanguageClient, root: Path) -> None:
    """A former version beside a page, a change of a page that was never opened, a question taken back."""
    named = lsp.TextDocumentIdentifier((root / TASKS).as_uri())
    beside = lsp.TextDocumentItem(named.uri.replace("file:", "git:") + "?HEAD", "markdown", 1, "# II\n")
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(beside))
    typed(client, named, "# II\n")
    nowhere = lsp.Range(lsp.Position(0, 0), lsp.Position(400, 0))
    asked = lsp.CodeActionParams(named, nowhere, lsp.CodeActionContext([]))
    waiting = client.protocol.send_request(lsp.TEXT_DOCUMENT_CODE_ACTION, asked, msg_id="mine")
    client.protocol.notify(lsp.CANCEL_REQUEST, lsp.CancelParams("mine"))
    symbols = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(named)) or ()
    assert len(symbols) > 30
    with suppress(JsonRpcException):  # it is answered, one way or the other
        await asyncio.wait_for(asyncio.wrap_future(waiting), timeout=BLOCKED)


@pytest.mark.asyncio
async def test_an_id_is_followed_and_renamed(client: LanguageClient, root: Path) -> None:
    """Its definition, the places that name it, another name for it in all files; a wrong one is refused."""
    page = opened(client, root)
    await told(client, page)
    where = place(root, ":owner: CQ-STP", ":owner: CQ-")
    target = await client.text_document_definition_async(lsp.DefinitionParams(page, where))
    assert isinstance(target, lsp.Location)
    assert target.uri.endswith("needs/agencies.md")
    context = lsp.ReferenceContext(include_declaration=True)
    places = await client.text_document_references_async(lsp.ReferenceParams(context, page, where)) or ()
    named = sum(len(re.findall(r"CQ-STP(?![\w-])", path.read_text("utf-8"))) for path in root.rglob("*.md"))
    assert len(places) == named
    edit = await client.text_document_rename_async(lsp.RenameParams(page, where, "CQ-TP"))
    assert edit
    assert edit.changes
    assert sum(map(len, edit.changes.values())) == named
    assert len(edit.changes) >= 4
    assert (root / "docs" / "ghi-chu.md").as_uri() in edit.changes
    asked = await client.text_document_prepare_rename_async(lsp.PrepareRenameParams(page, where))
    assert asked == lsp.Range(lsp.Position(where.line, 8), lsp.Position(where.line, 14))
    with pytest.raises(JsonRpcException) as refused:
        await client.text_document_rename_async(lsp.RenameParams(page, where, "CQ-SNV"))
    assert refused.value.code == lsp.LSPErrorCodes.RequestFailed
    assert refused.value.message == '"CQ-SNV" là mã của đối tượng khác.'


@pytest.mark.asyncio
async def test_parts_of_a_text_are_changed(client: LanguageClient, root: Path) -> None:
    """Changes come one by one, counted as editors count, behind what is an end of line for Python."""
    text = (root / TASKS).read_text("utf-8").replace("Sở Y tế\n:deadline", "CQ-SYT\n:deadline")
    (root / TASKS).write_text(text.replace("# II.", "# II.\u2028😀", 1), encoding="utf-8")
    page = opened(client, root)
    assert await told(client, page) == ["KH003"]
    changes = [part(0, 5, 3, ""), part(place(root, ":id: NV-9-2026-II-10").line, 5, 2, "NW")]
    named = lsp.VersionedTextDocumentIdentifier(uri=page.uri, version=2)
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(named, changes))
    codes = await told(client, page)
    assert "KH003" not in codes
    assert codes
    line = changes[1].range.start.line
    assert {found.range.start.line for found in client.diagnostics[page.uri]} >= {line}
    client.text_document_did_close(lsp.DidCloseTextDocumentParams(page))
    assert await told(client, page) == ["KH003"]


@pytest.mark.asyncio
async def test_a_page_is_shown_with_what_is_not_in_it(client: LanguageClient, root: Path) -> None:
    """States above tasks, counts above agencies, folds, links, types and keys as tokens."""
    page = opened(client, root)
    await told(client, page)
    lenses = await client.text_document_code_lens_async(lsp.CodeLensParams(page)) or ()
    words = [lens.command.title for lens in lenses if lens.command]
    assert any("quá hạn" in one or "Chưa có thông tin" in one for one in words)
    agencies = opened(client, root, "needs/agencies.md")
    lenses = await client.text_document_code_lens_async(lsp.CodeLensParams(agencies)) or ()
    assert "chủ trì 3 nhiệm vụ" in [lens.command.title for lens in lenses if lens.command]
    folds = await client.text_document_folding_range_async(lsp.FoldingRangeParams(page)) or ()
    first = place(root, ":::{task} Tổ chức hội nghị").line
    lines = (root / TASKS).read_text("utf-8").splitlines()
    assert lines[next(fold.end_line for fold in folds if fold.start_line == first)] == ":::"
    tokens = await client.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(page))
    assert tokens
    assert list(tokens.data[:10]) == [first, 4, 4, 0, 0, 1, 1, 2, 1, 0]


@pytest.mark.asyncio
async def test_a_clause_leads_to_its_line_of_the_official_text(
    client: LanguageClient, plan_copy: Path
) -> None:
    """The clause of a task is a link to where the text has it; the plan's source is one too."""
    pages = sorted((plan_copy / "needs").rglob("*.md"))
    name = next(p for p in pages if ":::{task}" in p.read_text("utf-8")).relative_to(plan_copy).as_posix()
    page = opened(client, plan_copy, name)
    links: Sequence[lsp.DocumentLink] = ()
    for _again in range(600):  # once the whole plan was looked at
        if links := await client.text_document_document_link_async(lsp.DocumentLinkParams(page)) or ():
            break
        await asyncio.sleep(0.1)
    assert links
    target = links[0].target or ""
    source, _hash, line = target.partition("#L")
    assert source == (plan_copy / "needs" / "kh-172-2023" / "source.txt").as_uri()
    text = (plan_copy / "needs" / "kh-172-2023" / "source.txt").read_text("utf-8").splitlines()[int(line) - 1]
    below = (plan_copy / name).read_text("utf-8").splitlines()[links[0].range.start.line :]
    body = below[next(n for n, one in enumerate(below) if not one) + 1]
    assert text.split()[:4] == body.split()[:4]


@pytest.mark.asyncio
async def test_a_rule_and_a_deadline_are_explained(client: LanguageClient, root: Path) -> None:
    """Where no ID is: how a deadline is read; the rule that a line breaks, with a good example."""
    page = opened(client, root)
    await told(client, page)
    line = place(root, "Sở Y tế", "Sở")
    hover = await client.text_document_hover_async(lsp.HoverParams(page, line))
    assert hover
    assert isinstance(hover.contents, lsp.MarkupContent)
    assert hover.contents.value.startswith("**KH104** ")
    assert ":::{" in hover.contents.value
    where = lsp.HoverParams(page, lsp.Position(line.line + 1, 12))
    hover = await client.text_document_hover_async(where)
    assert hover
    assert isinstance(hover.contents, lsp.MarkupContent)
    assert hover.contents.value.startswith("Ngày cụ thể. Hạn hoàn thành: 29/4/2026.")


@pytest.mark.asyncio
async def test_objects_are_found_everywhere(client: LanguageClient, root: Path) -> None:
    """By words of their titles without accents, by ID; of all projects that are open."""
    page = opened(client, root)
    await told(client, page)
    found = await client.workspace_symbol_async(lsp.WorkspaceSymbolParams("so tu phap")) or ()
    assert [symbol.container_name for symbol in found] == ["CQ-STP"]
    assert isinstance(found[0].location, lsp.Location)
    assert found[0].location.uri == (root / "needs" / "agencies.md").as_uri()


@pytest.mark.asyncio
async def test_everything_safe_is_mended_at_once(client: LanguageClient, root: Path) -> None:
    """Asked for all fixes, the server gives one change of all pages."""
    page = opened(client, root)
    await told(client, page)
    nowhere = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
    context = lsp.CodeActionContext([], only=[lsp.CodeActionKind.SourceFixAll])
    (action,) = (
        await client.text_document_code_action_async(lsp.CodeActionParams(page, nowhere, context)) or ()
    )
    assert isinstance(action, lsp.CodeAction)
    assert action.edit
    assert [e.new_text for e in (action.edit.changes or {})[page.uri]] == [":owner: CQ-SYT\n"]


@pytest.mark.asyncio
async def test_pages_of_no_project_and_of_broken_ones(
    client: LanguageClient, root: Path, tmp_path: Path
) -> None:
    """A page of no project is left alone; a model that cannot be read is told once, until it is mended."""
    (tmp_path / "README.md").write_text(":::{task} Việc\n", encoding="utf-8")
    page = opened(client, tmp_path, "README.md")
    hover = await client.text_document_hover_async(lsp.HoverParams(page, lsp.Position(0, 5)))
    assert hover is None
    other = tmp_path / "other"
    shutil.copytree(root, other)
    model = (other / "ubproject.toml").read_text("utf-8")
    (other / "ubproject.toml").write_text("[needs\n", encoding="utf-8")
    page = opened(client, other)
    for _again in range(3):
        typed(client, page, "# II\n")
        assert await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(page)) is None
    assert [message.message.partition(" ")[0] for message in client.messages] == ["Không"]
    (other / "ubproject.toml").write_text(model, encoding="utf-8")
    typed(client, page, (other / TASKS).read_text("utf-8"))
    changed = lsp.FileEvent((other / "ubproject.toml").as_uri(), lsp.FileChangeType.Changed)
    client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([changed]))
    assert await told(client, page) == ["KH104"]
    mine = opened(client, root)
    assert await told(client, mine) == ["KH104"]
    assert len(client.messages) == 1
