"""The language server when a folder is opened, and no page of it yet."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pytest_lsp import fixture as lsp_fixture

from conftest import BLOCKED
from editor.test_fixes import damaged
from rules.test_natural_mistakes import MISTAKES, demo

__all__ = ["demo"]  # the fixture
TASKS = "needs/kh-9-2026/ii-nhiem-vu.md"


@lsp_fixture(  # type: ignore[untyped-decorator] # the library says no types
    config=ClientServerConfig(server_command=[sys.executable, "-m", "kehoach", "lsp"])
)
async def client(lsp_client: LanguageClient, demo: Path) -> AsyncIterator[None]:
    """A client that opens two folders: a plan with an agency's name for its ID, and one without a plan."""
    damaged(demo, next(m for m in MISTAKES if m.name == "Ghi tên cơ quan thay cho mã"))
    (demo.parent / "other").mkdir()
    folders = [lsp.WorkspaceFolder(root.as_uri(), root.name) for root in (demo, demo.parent / "other")]
    capabilities = client_capabilities("visual-studio-code")
    lsp_client.feature(lsp.CLIENT_REGISTER_CAPABILITY)(lambda _params: None)
    given = lsp.InitializeParams(capabilities=capabilities, workspace_folders=folders)
    await lsp_client.initialize_session(given)
    yield
    await lsp_client.shutdown_session()


async def told(client: LanguageClient, root: Path) -> list[str | int | None]:
    """The codes of what is wrong with the page of tasks, once something new is told."""
    telling = client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    await asyncio.wait_for(telling, timeout=BLOCKED)
    return [found.code for found in client.diagnostics.get((root / TASKS).as_uri(), [])]


@pytest.mark.asyncio
async def test_a_folder_is_looked_at_when_it_is_opened(client: LanguageClient, demo: Path) -> None:
    """Its findings are told without a page; again when its model has changed, and when git has written."""
    assert await told(client, demo) == ["KH104"]
    model = demo / "ubproject.toml"
    model.write_text(model.read_text("utf-8") + "\n# x\n", encoding="utf-8")
    changed = lsp.FileEvent(model.as_uri(), lsp.FileChangeType.Changed)
    client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([changed]))
    assert await told(client, demo) == []
    assert await told(client, demo) == ["KH104"]
    shutil.copy(Path(__file__).parents[1] / "projects" / "demo" / TASKS, demo / TASKS)
    written = lsp.FileEvent((demo / TASKS).as_uri(), lsp.FileChangeType.Changed)
    client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([written]))
    assert await told(client, demo) == []
