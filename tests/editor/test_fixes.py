"""Fixes: what is mended without guessing, and that nothing else changes."""

import os
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kehoach import rules
from kehoach.editing.drafts import Draft
from kehoach.editor import Fix, fixes, take, take_safe
from kehoach.language import i18n
from rules.test_natural_mistakes import MISTAKES, Mistake, demo

__all__ = ["demo"]  # the fixture

#: What no safe fix mends, since somebody has to say what was meant.
TO_DECIDE = {
    "KH013": {"Hình ảnh", "Thẻ HTML"},
    "KH104": {
        "Cơ quan chưa có trong danh sách",
        "Mã cơ quan thừa một chữ",
        "Mã cơ quan chưa có, gần giống mã khác",
        "Minh chứng cho xã chưa có",
        "Báo cáo về nhiệm vụ chưa có, khác số",
        "Báo cáo về nhiệm vụ chưa có, khác số La Mã",
        "Minh chứng cho sản phẩm chưa có",
        "Đổi mã một nhiệm vụ đã có theo dõi",
        "Đổi mã một sản phẩm",
        "Đổi mã một cơ quan",
        "Đổi mã một văn bản",
        "Xóa một cơ quan còn nhiệm vụ",
        "Xóa một nhiệm vụ còn báo cáo",
    },
    "KH019": {"Gõ thiếu chữ trong tình trạng đề nghị gia hạn"},
}
#: Rules of whose findings some are mended.
MENDED = ("KH002", "KH003", "KH004", "KH006", "KH011", "KH012", "KH013", "KH019", "KH021", "KH104")


@pytest.fixture(autouse=True)
def vietnamese() -> None:
    """Titles of fixes are looked at as people read them."""
    i18n.use("vi")


def damaged(root: Path, mistake: Mistake) -> dict[str, bytes]:
    """Make a mistake; the files as they were."""
    former = {file: (root / file).read_bytes() for file, _old, _new in mistake.edits}
    for file, old, new in mistake.edits:
        (root / file).write_text((root / file).read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    return former


def code(mistake: Mistake) -> str:
    """The rule that finds a mistake."""
    return mistake.finding.split()[1]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_natural_mistake_is_undone_or_left(demo: Path, mistake: Mistake) -> None:
    """What needs no guess is as it was before, to the byte; all else is as somebody wrote it."""
    former = damaged(demo, mistake)
    draft = Draft(demo)
    taken = list(take_safe(draft))
    if code(mistake) in MENDED and mistake.name not in TO_DECIDE.get(code(mistake), ()):
        assert len(taken) == 1
        assert rules.check(draft.plan) == []
        if mistake.name != "Xác nhận bằng tiếng Việt":  # where yes was written for no
            assert {file: draft.text(file).encode() for file in former} == former
    else:
        assert (taken, draft.files) == ([], {})


def test_every_exception_is_a_mistake_of_the_table() -> None:
    """No name stands among those to decide that nobody looks for."""
    assert {name for names in TO_DECIDE.values() for name in names} <= {mistake.name for mistake in MISTAKES}


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("Mã cơ quan thừa một chữ", ['Ghi ":owner: CQ-SYT"']),
        (
            "Hai cơ quan chủ trì, không ghi cách chia việc",
            ['Ghi ":ownership: joint"', 'Ghi ":ownership: each"'],
        ),
        ("Một cơ quan vừa chủ trì vừa phối hợp", ['Ghi ":partners: CQ-SNV, CQ-XA"']),
    ],
)
def test_what_is_a_guess_is_offered(demo: Path, name: str, titles: list[str]) -> None:
    """Each choice is told, none is taken by itself; the one that is chosen mends it."""
    damaged(demo, next(mistake for mistake in MISTAKES if mistake.name == name))
    draft = Draft(demo)
    (finding,) = rules.check(draft.plan)
    assert [(found.title, found.safe) for found in fixes(draft, finding)] == [(t, False) for t in titles]
    asked = []

    def last(found: Sequence[Fix]) -> Fix:
        asked.append([fix.title for fix in found])
        return found[-1]

    assert len(list(take(draft, last))) == 1
    assert asked == [titles]
    assert rules.check(draft.plan) == []


# -- random damage -------------------------------------------------------------------------------------


def _option(lines: list[str], chance: random.Random) -> int:
    return chance.choice([n for n, line in enumerate(lines) if re.match(r":(?!id)\w+: ", line)])


def _decomposed(lines: list[str], chance: random.Random) -> None:
    n = chance.randrange(len(lines))
    lines[n] = unicodedata.normalize("NFD", lines[n])


def _unseen(lines: list[str], chance: random.Random) -> None:
    n = _option(lines, chance)
    unseen = chance.choice("\u200b\u00a0\u2060")
    lines[n] = lines[n].replace(": ", f": {unseen}", 1)


def _half(lines: list[str], chance: random.Random) -> None:
    n = _option(lines, chance)
    lines[n] = re.sub(r"^:(\w+): ", chance.choice([r":\1 ", r"\1: ", r"- \1: ", r"\1 = "]), lines[n])


def _label(lines: list[str], chance: random.Random) -> None:
    n = _option(lines, chance)
    lines[n] = lines[n].replace(":owner:", ":Cơ quan chủ trì:").replace(":deadline:", ":thoi han:")


def _day(lines: list[str], chance: random.Random) -> None:
    dated = [n for n, line in enumerate(lines) if re.match(r":(date|issued|completed): \d{4}", line)]
    if dated:
        n = chance.choice(dated)
        lines[n] = re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3/\2/\1", lines[n])


def _gap(lines: list[str], chance: random.Random) -> None:
    lines.insert(_option(lines, chance), "\n")


def _open(lines: list[str], chance: random.Random) -> None:
    del lines[chance.choice([n for n, line in enumerate(lines) if line == ":::\n"])]


def _twice(lines: list[str], chance: random.Random) -> None:
    n = _option(lines, chance)
    lines.insert(n, lines[n])


def _ends(lines: list[str], _chance: random.Random) -> None:
    lines[:] = [line.replace("\n", "\r\n") for line in lines]


def _marked(lines: list[str], _chance: random.Random) -> None:
    lines[0] = "\ufeff" + lines[0].removeprefix("\ufeff")


def _typed(lines: list[str], chance: random.Random) -> None:
    n = _option(lines, chance)
    lines.insert(n, ":due: 2026-01-01\n")


def _dropped(lines: list[str], chance: random.Random) -> None:
    del lines[_option(lines, chance)]


FILES = ("needs/kh-9-2026/ii-nhiem-vu.md", "needs/kh-9-2026/theo-doi.md", "needs/agencies.md")
DAMAGE: tuple[Callable[[list[str], random.Random], None], ...] = (
    *(_decomposed, _unseen, _half, _label, _day, _gap, _open, _twice, _marked, _typed, _dropped, _ends),
)


def _counted(draft: Draft) -> Counter[tuple[str, str, str, str]]:
    return Counter((f.path, f.code, f.id, f.field) for f in rules.check(draft.plan))


@pytest.mark.parametrize("seed", range(int(os.environ.get("KEHOACH_DAMAGED", "40"))))
def test_random_damage(demo: Path, seed: int) -> None:
    """No fix brings a finding, a second run does nothing, and no line is but as it was or as it should be."""
    chance = random.Random(seed)
    file = demo / chance.choice(FILES)
    whole = file.read_text("utf-8").splitlines(keepends=True)
    lines = list(whole)
    for damage in sorted(chance.sample(DAMAGE, chance.randint(1, 3)), key=DAMAGE.index):
        damage(lines, chance)
    file.write_bytes("".join(lines).encode())
    draft = Draft(demo)
    before = _counted(draft)
    taken = list(take_safe(draft))
    assert _counted(draft) <= before
    assert bool(taken) == bool(draft.files)
    draft.write()
    assert list(take_safe(Draft(demo))) == []
    written = file.read_bytes().decode().splitlines(keepends=True)
    assert set(written) <= {*whole, *lines, *(line.replace("\r\n", "\n") for line in lines)}
