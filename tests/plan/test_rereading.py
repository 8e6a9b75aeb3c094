"""A page that is typed in holds after each letter what it holds when it is read whole."""

import random
from collections import Counter

import pytest

from conftest import PROJECTS, ROOT
from kehoach.plan import model, reader
from kehoach.plan.rereading import reread

DECLARED = model.parse((ROOT / "ubproject.toml").read_bytes())
PAGES = ["demo/needs/kh-9-2026/ii-nhiem-vu.md", "demo/needs/kh-9-2026/theo-doi.md", "small/needs/legal.md"]
#: What is typed: letters, marks of options, code and objects, what nobody sees, half a letter.
TYPED = ["a", "đ", "CQ-", ": ", ":", "::", ":::", "`", "```", "# ", "  ", "\t", "|", '"', "{need}`CQ-X`"]
TYPED += ["\u200b", "\ufeff", "e\u0302\u0301", "<b>", "![x](y)", "\r", "---", ":owner: ", "x" * 9000, "~~~"]


def _typed(text: str, chance: random.Random) -> str:
    """The text after a few letters were written or deleted somewhere."""
    place = chance.randrange(len(text))
    return text[:place] + chance.choice([*TYPED, "", ""]) + text[place + chance.choice([0, 0, 0, 1, 3]) :]


@pytest.mark.parametrize("page", PAGES)
def test_what_is_typed_is_read_as_in_a_whole_page(page: str) -> None:
    """After each of many edits, one upon the other, the part read again gives what the whole would."""
    chance, used = random.Random(7), Counter[bool]()
    whole = (PROJECTS / page).read_text("utf-8")[:9000].rpartition("\n:::\n")[0] + "\n:::\n"
    for _page in range(50):
        text = whole
        held = reader.page(page, text.encode(), DECLARED)
        for _edit in range(3):
            before, text = text, _typed(text, chance)
            part = reread(page, held, before.encode(), text.encode())
            held = reader.page(page, text.encode(), DECLARED)
            used[part is not None] += 1
            assert part in (None, held)
    assert used[True] > 30


@pytest.mark.parametrize("option", ["owner", "deadline", "clause", "id"])
def test_a_letter_in_an_option_costs_no_more_than_its_object(option: str) -> None:
    """The rest of the page is the same afterwards, not only equal."""
    before = (PROJECTS / PAGES[0]).read_bytes()
    after = before.replace(f":{option}: ".encode(), f":{option}: x".encode(), 1)
    held = reader.page(PAGES[0], before, DECLARED)
    part = reread(PAGES[0], held, before, after)
    assert part
    assert sum(old is not new for old, new in zip(held.needs, part.needs, strict=True)) == 1
