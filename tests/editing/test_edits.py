"""Edits of needs: what was meant changes, and not a byte of anything else."""

import random
from pathlib import Path

import pytest

from kehoach.editing import edits
from kehoach.editing.drafts import Draft
from kehoach.editing.edits import Setting
from kehoach.plan import Need, Plan, reader

FILE = "needs/kh-172-2023/ii-noi-dung-thuc-hien.md"
TASK = "NV-172-2023-II-1-A"


def saved(root: Path, text: str) -> Plan:
    """The plan after a file is written."""
    (root / FILE).write_bytes(text.encode())
    return reader.read(root)


def text_of(root: Path) -> str:
    """The file with its own line ends."""
    return edits.decoded((root / FILE).read_bytes())


def said(need: Need) -> dict[str, object]:
    """What a need says, wherever it stands."""
    return {**need.options, **need.links, "id": need.id, "title": need.title, "body": need.body}


def test_set_an_option_that_is_there(plan_copy: Path) -> None:
    """Only the value changes; the rest of the file is the same bytes."""
    before = text_of(plan_copy)
    need = reader.read(plan_copy).needs[TASK]
    after = edits.set_options(before, [Setting(need, "deadline", "Quý IV năm 2023")])
    assert after == before.replace(":deadline: Quý III năm 2023", ":deadline: Quý IV năm 2023", 1)


def test_insert_and_remove(plan_copy: Path) -> None:
    """A new option stands after the last one, and taking it out gives the former bytes."""
    before = text_of(plan_copy)
    need = reader.read(plan_copy).needs[TASK]
    settings = [Setting(need, "target", "100%"), Setting(need, "funding", "Ngân sách tỉnh")]
    after = edits.set_options(before, settings)
    line = ":basis: CC-10-2022-QH15, CC-346-QD-TTG\n"
    assert after == before.replace(line, f"{line}:target: 100%\n:funding: Ngân sách tỉnh\n", 1)
    need = saved(plan_copy, after).needs[TASK]
    removed = edits.set_options(after, [Setting(need, "target", ""), Setting(need, "funding", "")])
    assert removed == before


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_mark_stay(plan_copy: Path, mark: str, end: str) -> None:
    """A BOM and the ends of lines are kept, and a new line ends like its neighbours."""
    before = mark + text_of(plan_copy).replace("\n", end)
    need = saved(plan_copy, before).needs[TASK]
    after = edits.set_options(before, [Setting(need, "target", "100%")])
    line = f":basis: CC-10-2022-QH15, CC-346-QD-TTG{end}"
    assert after == before.replace(line, f"{line}:target: 100%{end}", 1)


def test_many_random_edits_change_nothing_else(plan_copy: Path) -> None:
    """Whatever options of whatever needs are set at once, reading back gives those and no other change."""
    rng = random.Random(172)
    for _turn in range(30):
        before, plan = text_of(plan_copy), reader.read(plan_copy)
        mine = [need for need in plan.needs.values() if need.path == FILE]
        settings = {}
        for need in rng.sample(mine, 4):
            fields = sorted(plan.model.types[need.type].fields.keys() - {"ownership", "origin"})
            option = rng.choice(fields)
            settings[need.id, option] = Setting(need, option, rng.choice(("", "Quý I/2024", "a: b; c, 50%")))
        after = saved(plan_copy, edits.set_options(before, settings.values()))
        for need in plan.needs.values():
            wanted = said(need)
            for (key, option), setting in settings.items():
                if key == need.id:
                    wanted.pop(option, None)
                    wanted.update({option: setting.value} if setting.value else {})
            assert said(after.needs[need.id]) == wanted
        assert after.faults == ()


@pytest.mark.parametrize("value", ["a #b", "hai\ndòng", '"trong ngoặc"', "| a", "> a", "'a", "a\u2028b"])
def test_values_that_would_be_read_otherwise_are_refused(plan_copy: Path, value: str) -> None:
    """A value that MyST would cut or change is refused, not written."""
    need = reader.read(plan_copy).needs[TASK]
    with pytest.raises(ValueError, match="cannot be written"):
        edits.set_options(text_of(plan_copy), [Setting(need, "form", value)])


def test_another_text_than_was_read_is_refused(plan_copy: Path) -> None:
    """When lines have moved since the need was read, nothing is written in the wrong place."""
    need = reader.read(plan_copy).needs[TASK]
    with pytest.raises(ValueError, match="has changed"):
        edits.set_options("# Mới\n\n" + text_of(plan_copy), [Setting(need, "form", "Trực tiếp")])


def test_not_utf8_is_refused() -> None:
    """Bytes that are no UTF-8 could not be given back as they were."""
    with pytest.raises(ValueError, match="UTF-8"):
        edits.decoded("Quý".encode("utf-16"))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("rest", ["", ":::", ":::\n", ":::\n\n"])
def test_append(rest: str, end: str) -> None:
    """A new need stands after one blank line, in the line ends of the file; the bytes before it stay."""
    before = f"# Theo dõi\n{rest}".replace("\n", end)
    need = edits.need_text("update", "Tiến độ", {"id": "BC-1-1", "on": "NV-1", "period": ""}, "Nội dung.")
    after = edits.append(before, need)
    assert after.startswith(before)
    assert after.removeprefix(before).strip() == (
        ":::{update} Tiến độ\n:id: BC-1-1\n:on: NV-1\n\nNội dung.\n:::"
    ).replace("\n", end)
    assert f"{end}{end}:::{{update}}" in after
    assert f"{end}{end}{end}" not in after


def test_an_appended_need_is_read(plan_copy: Path) -> None:
    """What is appended is read as it was given."""
    need = edits.need_text("update", "Tiến độ", {"id": "BC-172-2023-1", "on": TASK, "date": "2023-08-01"})
    plan = saved(plan_copy, edits.append(text_of(plan_copy), need))
    assert plan.needs["BC-172-2023-1"].to("on") == (TASK,)
    assert not plan.faults


def test_a_new_folder_is_there_whole_or_not_at_all(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its second file cannot be written, there is nothing under needs/ that was not there before."""
    before, write = sorted(small.glob("needs/**/*")), Path.write_bytes
    draft = Draft(small)
    for number in range(3):
        draft.put(f"needs/moi/{number}/trang.md", f"# Trang {number}\n")

    def full(path: Path, content: bytes) -> int:
        if b"1" in content:
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        draft.write()
    assert sorted(small.glob("needs/**/*")) == before
    assert list(small.glob("build/*")) == []
    monkeypatch.undo()
    draft.write()
    assert [path.read_text() for path in sorted(small.glob("needs/moi/*/*"))] == [
        f"# Trang {number}\n" for number in range(3)
    ]
