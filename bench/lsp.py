"""How long an editor waits for the language server in a generated project, as JSON: milliseconds, and MB.

A client as editors are makes random edits of open pages, one after the other, in a server of its own process:
an ID that another page has gives a finding there, a key without its colon one here, so that both looks at the
plan are seen to end. What is asked is asked right behind an edit, while these are under way.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import quantiles

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

EDITS = 200
OPEN = 3
SEED = 20
#: So many seconds without a word are a failure.
PATIENCE = 30


class Page:
    """A page that is open: its lines as the server has them."""

    def __init__(self, client: LanguageClient, path: Path) -> None:
        self.client, self.uri, self.version = client, path.as_uri(), 1
        text = path.read_text("utf-8")
        self.lines = text.split("\n")
        item = lsp.TextDocumentItem(self.uri, "markdown", self.version, text)
        client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    @property
    def named(self) -> lsp.TextDocumentIdentifier:
        """The page as the protocol names it."""
        return lsp.TextDocumentIdentifier(self.uri)

    def write(self, number: int, line: str) -> None:
        """Write a line anew, as an editor tells it: from where it differs."""
        old, self.lines[number] = self.lines[number], line
        self.version += 1
        where = lsp.Range(lsp.Position(number, 0), lsp.Position(number, len(old)))
        change = lsp.TextDocumentContentChangePartial(text=line, range=where)
        named = lsp.VersionedTextDocumentIdentifier(self.version, self.uri)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(named, [change]))

    def any_line(self, chance: random.Random, beginning: str) -> int:
        """The number of a line that begins so."""
        return chance.choice([n for n, line in enumerate(self.lines) if line.startswith(beginning)])


class Telling:
    """What the server tells of its own accord, and who waits for it."""

    def __init__(self, client: LanguageClient) -> None:
        self.found: dict[str, int] = {}
        self.changed = asyncio.Condition()

        async def told(params: lsp.PublishDiagnosticsParams) -> None:
            async with self.changed:
                self.found[params.uri] = len(params.diagnostics)
                self.changed.notify_all()

        client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(told)
        client.feature(lsp.CLIENT_REGISTER_CAPABILITY)(lambda _params: None)

    async def has(self, uri: str, *, any_at_all: bool) -> None:
        """Wait until a page has findings, or none."""
        async with self.changed:
            telling = self.changed.wait_for(lambda: bool(self.found.get(uri)) == any_at_all)
            await asyncio.wait_for(telling, timeout=PATIENCE)


async def measure(root: Path) -> dict[str, list[float]]:
    """The times that each kind of answer took, in milliseconds."""
    chance, client = random.Random(SEED), LanguageClient("bench", "1")
    telling, took = Telling(client), dict[str, list[float]]()
    await client.start_io(sys.executable, "-m", "kehoach", "lsp")
    await client.initialize_async(lsp.InitializeParams(lsp.ClientCapabilities()))
    client.initialized(lsp.InitializedParams())
    paths = sorted(root.glob("needs/*/nhiem-vu-*.md"))
    start = time.perf_counter()
    pages = [Page(client, path) for path in paths[:OPEN]]
    others = [path for path in paths[OPEN:] if path.stat().st_size]

    async def timed(what: str, doing: Awaitable[object]) -> None:
        since = time.perf_counter()
        await doing
        took.setdefault(what, []).append(1000 * (time.perf_counter() - since))

    await client.workspace_symbol_async(lsp.WorkspaceSymbolParams("so noi vu"))
    took["open"] = [1000 * (time.perf_counter() - start)]
    await asyncio.sleep(5)
    for _edit in range(EDITS // 2):
        page, other = chance.choice(pages), chance.choice(others)
        number = page.any_line(chance, ":id: NV-")
        theirs = [line for line in other.read_text("utf-8").split("\n") if line.startswith(":id: NV-")]
        mine, clause = page.lines[number : number + 2]
        for wrong in (True, False):
            page.write(number + 1, clause.lstrip(":") if wrong else clause)
            page.write(number, chance.choice(theirs) if wrong else mine)
            since = time.perf_counter()
            await telling.has(page.uri, any_at_all=wrong)
            took.setdefault("page", []).append(1000 * (time.perf_counter() - since))
            await telling.has(other.as_uri(), any_at_all=wrong)
            took.setdefault("plan", []).append(1000 * (time.perf_counter() - since))
        await _ask(client, page, chance, timed)
    agency = pages[0].any_line(chance, ":owner: CQ-")
    for number in range(5):
        pages[1].write(len(pages[1].lines) - 1, f"Chữ {number}")
        where = lsp.Position(agency, len(":owner: CQ-"))
        await timed(
            "rename", client.text_document_rename_async(lsp.RenameParams(pages[0].named, where, "CQ-MOI"))
        )
    took["memory"] = [_memory(client)]
    await client.shutdown_async(None)
    client.exit(None)
    return took


async def _ask(
    client: LanguageClient,
    page: Page,
    chance: random.Random,
    timed: Callable[[str, Awaitable[object]], Awaitable[None]],
) -> None:
    """Type an owner letter by letter, with a choice for each; look at what an ID is."""
    number = page.any_line(chance, ":owner: ")
    former = page.lines[number]
    for typed in ("s", "so n"):
        page.write(number, f":owner: {typed}")
        where = lsp.Position(number, len(page.lines[number]))
        await timed(
            "completion", client.text_document_completion_async(lsp.CompletionParams(page.named, where))
        )
    page.write(number, former)
    where = lsp.Position(page.any_line(chance, ":id: NV-"), len(":id: NV"))
    await timed("hover", client.text_document_hover_async(lsp.HoverParams(page.named, where)))
    await timed("lenses", client.text_document_code_lens_async(lsp.CodeLensParams(page.named)))
    await asyncio.sleep(1)  # nobody types without a stop


def _memory(client: LanguageClient) -> float:
    """The most memory that the server has had, in MB; 0 where the system does not tell."""
    server = client._server
    status = Path(f"/proc/{server.pid}/status") if server else Path()
    lines = status.read_text("utf-8").splitlines() if status.is_file() else []
    return max((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), default=0.0)


def main() -> None:
    """Measure in the project that is named; the 95th percentile of what was measured often, else the most."""
    took = asyncio.run(measure(Path(sys.argv[1]).resolve()))
    figures = {
        what: quantiles(times, n=20)[-1] if len(times) >= 20 else max(times) for what, times in took.items()
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
