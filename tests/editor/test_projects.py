"""A project in the server while somebody types: what takes long is done aside, once, and is given up."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from lsprotocol import types as lsp

from editor.test_fixes import FILES, damaged
from kehoach import rules
from kehoach.editor import projects, taking
from kehoach.editor.pages import Page
from kehoach.editor.projects import Abandoned, Opened, columns
from kehoach.editor.server import server
from kehoach.plan import Plan
from kehoach.rules.findings import Finding
from rules.test_natural_mistakes import MISTAKES, demo

__all__ = ["demo"]  # the fixture
TASKS = FILES[0]
ALL = (1, 10**6)


@pytest.fixture
def opened(demo: Path) -> Opened:
    """The demo plan with an agency's name for its ID."""
    damaged(demo, next(m for m in MISTAKES if m.name == "Ghi tên cơ quan thay cho mã"))
    found = server(lambda _plan: date(2026, 9, 15)).at((demo / TASKS).as_uri())
    assert found
    return found[0]


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[Plan]:
    """The plans that are checked, one after the other."""
    seen, check = list[Plan](), rules.check

    def counted(plan: Plan, *, heed: Callable[[], None]) -> list[Finding]:
        seen.append(plan)
        return check(plan, heed=heed)

    monkeypatch.setattr(rules, "check", counted)
    return seen


@pytest.mark.parametrize("encoding", lsp.PositionEncodingKind)
@pytest.mark.parametrize("line", ["", "abc", "đã \u0302 ký", "a😀đ😀", "😀" * 3])
def test_columns_are_those_of_the_encoding(line: str, encoding: lsp.PositionEncodingKind) -> None:
    """Each letter begins where what stands before it ends, in the units that client and server agreed on."""
    size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding.value]
    coded = f"{encoding.value}-le".replace("8-le", "8")
    assert [*columns(line, encoding)] == [len(line[:n].encode(coded)) // size for n in range(len(line) + 1)]


def test_fixes_are_looked_for_once(opened: Opened, checks: list[Plan]) -> None:
    """Who moves the cursor asks again and again: one check of the text and one of each fix of it."""

    async def asking() -> None:
        titles = []
        for _again in range(2):
            for _move in range(3):
                titles += [offer.title for offer in await opened.offers(TASKS, *ALL)]
            opened.session.put(TASKS, Page(opened.session.page(TASKS).text + "\n"))
        assert len({*titles}) == 1
        assert len(titles) == 6

    asyncio.run(asking())
    assert len(checks) == 4


def test_who_asks_meanwhile_waits_for_the_same_check(opened: Opened, checks: list[Plan]) -> None:
    """Findings and fixes of the same text take one check."""

    async def both() -> None:
        findings, offers = await asyncio.gather(opened.findings(), opened.offers("needs/agencies.md", *ALL))
        assert ([found.code for found in findings], offers) == (["KH104"], [])

    asyncio.run(both())
    assert len(checks) == 1


@pytest.mark.parametrize("asked", [lambda opened: opened.offers(TASKS, *ALL), lambda opened: opened.mended()])
def test_what_somebody_has_typed_over_is_not_waited_for(
    opened: Opened, asked: Callable[[Opened], Coroutine[Any, Any, object]]
) -> None:
    """A check under way ends before its next rule, and so does whoever waits for it."""

    async def typing() -> None:
        waiting = asyncio.ensure_future(asked(opened))
        await asyncio.sleep(0)
        opened.stop()
        with pytest.raises(Abandoned):
            await waiting
        opened._stop = Event()  # as whoever looks again does, with the same text too
        assert await opened.findings()

    asyncio.run(typing())


def test_typing_does_not_wait_for_fixes(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """While fixes are looked for, however long that takes, other questions are answered."""
    offered = taking.offered

    async def meanwhile() -> None:
        loop, release = asyncio.get_running_loop(), asyncio.Event()

        def slow(*given: object) -> object:
            asyncio.run_coroutine_threadsafe(release.wait(), loop).result()
            return offered(*given)  # type: ignore[arg-type] # as it was given

        monkeypatch.setattr(projects, "offered", slow)
        waiting = asyncio.ensure_future(opened.offers(TASKS, *ALL))
        await asyncio.sleep(0.05)
        assert opened.session.progress
        assert not waiting.done()
        release.set()
        assert len(await waiting) == 1

    asyncio.run(meanwhile())
