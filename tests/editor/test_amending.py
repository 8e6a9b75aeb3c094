"""A deadline that somebody writes over one that is committed is offered as an amendment."""

import asyncio
import subprocess
from datetime import date
from pathlib import Path

import pytest

from conftest import Run
from kehoach import rules
from kehoach.editing.drafts import Draft
from kehoach.editing.edits import Setting
from kehoach.editor import amending
from kehoach.editor.pages import Page
from kehoach.editor.server import server
from kehoach.language import i18n
from rules.test_natural_mistakes import demo

__all__ = ["demo"]  # the fixture
TASKS = "needs/kh-9-2026/ii-nhiem-vu.md"
#: The deadline of a task, as committed and as it is written over it.
FORMER, LATER = ":deadline: Ngày 30/6/2026\n", ":deadline: Ngày 30/9/2026\n"
_AUTHOR = ("-c", "user.name=Test", "-c", "user.email=test@example.org")


def git(root: Path, *arguments: str) -> None:
    """A git command in a folder."""
    subprocess.run(["git", *_AUTHOR, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def root(demo: Path) -> Path:
    """The demo plan in git, with another deadline than is committed."""
    git(demo, "init", "-q")
    git(demo, "add", ".")
    git(demo, "commit", "-qm", "x")
    text = (demo / TASKS).read_text("utf-8")
    assert text.count(FORMER) == 1
    (demo / TASKS).write_text(text.replace(FORMER, LATER), encoding="utf-8")
    return demo


def written_over(root: Path) -> list[str]:
    """The tasks whose deadlines are written over."""
    return [fix.finding.id for fix in amending.found(Draft(root), {})]


def test_a_deadline_written_over_becomes_an_amendment(root: Path, kehoach: Run) -> None:
    """Nobody is asked without --unsafe; who agrees has the former words again, and an amendment."""
    assert kehoach("fix", "--root", root).stdout == ""
    done = kehoach("fix", "--unsafe", "--root", root, input="2\n")
    assert f'{TASKS}:83: Ghi lại "Ngày 30/6/2026"' in done.stdout, done.stdout
    draft = Draft(root)
    assert FORMER in draft.text(TASKS)
    amendment = next(one for one in draft.plan.of_type("amendment") if one["deadline"] == "Ngày 30/9/2026")
    assert amendment.to("amends") == ("NV-9-2026-II-4",)
    assert {finding.id for finding in rules.check(draft.plan)} == {
        amendment.id
    }  # its document is to be named
    assert written_over(root) == []
    assert done.returncode == 1


def test_it_says_what_is_to_be_written_then(root: Path) -> None:
    """The offer names the findings that it brings, and is never taken unasked."""
    i18n.use("vi")
    draft = Draft(root)
    (fix,) = amending.found(draft, {})
    offer = amending.offered(draft, fix, rules.check(draft.plan), lambda: None)
    assert not offer.safe
    assert {finding.code for finding in offer.brings} == {"KH018", "KH222"}


def test_an_editor_offers_it_where_the_deadline_stands(root: Path) -> None:
    """At the line of the deadline, whatever git holds elsewhere, and no more once it is as it was."""
    i18n.use("vi")
    found = server(lambda _plan: date(2026, 9, 15)).at((root / TASKS).as_uri())
    assert found
    opened, path = found
    number = opened.session.plan.needs["NV-9-2026-II-4"].lines["deadline"]

    async def titles(line: int) -> list[str]:
        return [offer.title.partition(" (")[0] for offer in await opened.offers(path, line, line)]

    expected = ['Ghi lại "Ngày 30/6/2026", và "Ngày 30/9/2026" thành văn bản điều chỉnh']
    assert asyncio.run(titles(number)) == expected
    assert asyncio.run(titles(number + 1)) == []
    opened.session.put(path, Page(opened.session.page(path).text.replace(LATER, FORMER)))
    assert asyncio.run(titles(number)) == []


def test_what_is_no_edit_of_a_deadline_alone(root: Path) -> None:
    """Another clause too, the same time in other words, another ID, a plan still read in, no repository."""
    assert written_over(root) == ["NV-9-2026-II-4"]
    page, text = root / TASKS, (root / TASKS).read_text("utf-8")
    page.write_text(text.replace("4. Rà soát văn bản", "4. Sửa văn bản"), encoding="utf-8")
    assert written_over(root) == []
    page.write_text(text.replace(LATER, ":deadline: ngày  30 tháng 6 năm 2026\n"), encoding="utf-8")
    assert written_over(root) == []
    page.write_text(text.replace(":id: NV-9-2026-II-4\n", ":id: NV-9-2026-II-44\n"), encoding="utf-8")
    assert written_over(root) == []
    page.write_text(text, encoding="utf-8")
    draft = Draft(root)
    draft.set([Setting(draft.plan.of_type("plan")[0], "imported", "unfinished")])
    assert amending.found(draft, {}) == []
    (root / ".git").rename(root / "git")
    assert written_over(root) == []


def test_the_base_is_where_the_branch_left_its_upstream(root: Path) -> None:
    """A deadline that was committed here, and not sent yet, is written over all the same."""
    git(root, "branch", "main-there", "HEAD")
    git(root, "commit", "-qam", "written over")
    assert written_over(root) == []
    git(root, "branch", "-u", "main-there")
    assert written_over(root) == ["NV-9-2026-II-4"]
