"""What somebody has to decide is offered in words, and does what it says."""

from pathlib import Path

import pytest

from editor.test_fixes import FILES, damaged
from kehoach import rules
from kehoach.editing.drafts import Draft
from kehoach.editing.edits import Setting
from kehoach.editor import applied, take, take_safe
from kehoach.editor.taking import Offer, offered
from rules.test_natural_mistakes import MISTAKES, demo

pytestmark = pytest.mark.usefixtures("vietnamese")

__all__ = ["demo"]  # the fixture
TASKS = FILES[0]


def written(draft: Draft, old: str, new: str) -> list[Offer]:
    """What is offered for the one mistake that is made so; none of it unasked."""
    assert old in draft.text(TASKS)
    draft.put(TASKS, draft.text(TASKS).replace(old, new, 1))
    findings = rules.check(draft.plan)
    assert list(take_safe(draft)) == []
    return [offer for finding in findings for offer in offered(draft, finding, findings)]


def taken(draft: Draft, offer: Offer) -> None:
    """Take a fix."""
    for path in {edit.path for edit in offer.fix.edits}:
        mine = (edit for edit in offer.fix.edits if edit.path == path)
        draft.put(path, applied(draft.text(path), mine))


def test_a_missing_deliverable_is_derived(demo: Path) -> None:
    """A task that names none gets one behind it, marked as derived, with the next free ID."""
    draft = Draft(demo)
    task = draft.plan.needs["NV-9-2026-II-20"]
    offers = written(draft, f":deliverables: {task.to('deliverables')[0]}\n", "")
    offer = next(one for one in offers if one.title.startswith("Thêm sản phẩm"))
    taken(draft, offer)
    (new,) = draft.plan.needs[task.id].to("deliverables")
    assert new == "SP-9-2026-II-20-2"
    assert draft.plan.needs[new]["origin"] == "derived"
    assert "KH106" not in [finding.code for finding in rules.check(draft.plan)]


def test_an_agency_of_the_register_is_added(demo: Path) -> None:
    """A name that the register has becomes an agency, and its ID stands in the place of the name."""
    draft = Draft(demo)
    (offer, *_others) = written(draft, ":owner: CQ-SYT\n", ":owner: Sở Công Thương\n")
    assert offer.title == 'Thêm cơ quan "Sở Công Thương" với mã CQ-SCT, theo danh mục có sẵn'
    taken(draft, offer)
    assert draft.plan.needs["CQ-SCT"].title == "Sở Công Thương"
    assert "KH104" not in [finding.code for finding in rules.check(draft.plan)]


@pytest.mark.parametrize("choice", [0, 1])
def test_a_changed_id_is_changed_back_or_everywhere(demo: Path, choice: int) -> None:
    """Of an object whose ID was changed: its former ID again, or the new one wherever the former stands."""
    mistake = next(mistake for mistake in MISTAKES if mistake.name == "Đổi mã một nhiệm vụ đã có theo dõi")
    former = damaged(demo, mistake)
    draft = Draft(demo)
    asked: list[list[str]] = []

    def chosen(offers: list[Offer]) -> object:
        asked.append([offer.title for offer in offers])
        return offers[choice].fix

    assert len(list(take(draft, chosen))) == 1  # type: ignore[arg-type] # any sequence is a list here
    assert [title.split(" ")[0] for title in asked[0][:2]] == ["Ghi", "Ghi"]
    assert rules.check(draft.plan) == []
    assert ({file: draft.text(file).encode() for file in former} == former) is (choice == 0)


def test_a_finding_may_be_waived(demo: Path) -> None:
    """A waiver with what is known, and what is still to be written is said; rules of form are not waived."""
    draft = Draft(demo)
    task = draft.plan.needs["NV-9-2026-II-10"]
    offers = written(draft, f":deadline: {task['deadline']}\n", "")
    offer = next(one for one in offers if one.title.startswith("Tạm bỏ qua KH201"))
    assert {finding.code for finding in offer.brings} >= {"KH121", "KH122"}
    taken(draft, offer)
    waiver = next(need for need in draft.plan.of_type("waiver") if task.id in need.to("waives"))
    assert (waiver["rule"], waiver["reason"]) == ("KH201", "")


@pytest.mark.parametrize(("option", "count"), [("owner", 1), ("partners", 3)])
def test_agencies_are_those_that_the_clause_names(plan_copy: Path, option: str, count: int) -> None:
    """Of a task that links another agency than its clause names: those named again, in the order there."""
    draft = Draft(plan_copy)
    task = next(one for one in draft.plan.of_type("task") if len(one.to(option)) == count)
    first, *others = task.to(option)
    wrong = next(
        one.id
        for one in draft.plan.of_type("agency")
        if one.id not in (*task.to("owner"), *task.to("partners"))
    )
    draft.set([Setting(task, option, ", ".join([*others, wrong]))])
    findings = rules.check(draft.plan)
    (finding,) = (one for one in findings if one.code == "KH307")
    named, *_others = offered(draft, finding, findings)
    assert (named.title, named.safe, named.brings) == (
        f'Ghi ":{option}: {", ".join([first, *others])}"',
        False,
        (),
    )


def test_a_deadline_stays_that_of_the_clause(plan_copy: Path) -> None:
    """A deadline written over that of the text: the words of the text again, or besides an amendment."""
    draft = Draft(plan_copy)
    task = next(
        task
        for task in draft.plan.of_type("task")
        if task["deadline"] == "Quý III năm 2023" and not draft.plan.sources(task.id, "amends")
    )
    number = task.lines["deadline"]
    lines = draft.text(task.path).split("\n")
    lines[number - 1] = ":deadline: Quý IV năm 2023"
    draft.put(task.path, "\n".join(lines))
    findings = rules.check(draft.plan)
    (finding,) = (one for one in findings if one.code == "KH308")
    plain, amended, *_others = offered(draft, finding, findings)
    assert plain.title == 'Ghi ":deadline: Quý III năm 2023"'
    assert amended.brings
    taken(draft, amended)
    (amendment,) = draft.plan.sources(task.id, "amends")
    assert amendment["deadline"] == "Quý IV năm 2023"
    assert draft.plan.needs[task.id]["deadline"] == "Quý III năm 2023"
