"""The language server, as a client of the protocol sees it."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pytest_lsp import fixture as lsp_fixture

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


def place(root: Path, words: str, behind: str = "", name: str = TASKS) -> lsp.Position:
    """Where some words begin, or where what is in them ends."""
    lines = (root / name).read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines) if words in line)
    return lsp.Position(number, lines[number].index(behind or words) + len(behind))


async def told(client: LanguageClient, page: lsp.TextDocumentIdentifier) -> list[str | int | None]:
    """The codes of what is wrong with a page."""
    await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    await asyncio.sleep(0.2)
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
    assert isinstance(found, list)
    item = next(item for item in found if item.insert_text == "CQ-STP")
    assert item.filter_text
    assert "So Tu phap" in item.filter_text
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
    with pytest.raises(Exception, match="CQ-"):
        await client.text_document_rename_async(lsp.RenameParams(page, where, "NV-1"))
