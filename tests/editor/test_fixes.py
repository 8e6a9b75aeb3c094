"""Fixes: what is mended without guessing, and that nothing else changes."""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kehoach import rules
from kehoach.editing.drafts import Draft
from kehoach.editor import Fix, Offer, fixes, take, take_safe
from kehoach.plan import Plan
from kehoach.rules.findings import Finding
from rules.test_natural_mistakes import MISTAKES, Mistake, demo

pytestmark = pytest.mark.usefixtures("vietnamese")

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
    "KH011": {"Khóa tiếng Anh sai chữ"},
    "KH019": {"Gõ thiếu chữ trong tình trạng đề nghị gia hạn"},
}
#: Rules of whose findings some are mended.
MENDED = ("KH002", "KH003", "KH004", "KH006", "KH011", "KH012", "KH013", "KH019", "KH021", "KH104")


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

    def last(offers: Sequence[Offer]) -> Fix:
        asked.append([offer.title for offer in offers])
        return offers[-1].fix

    assert len(list(take(draft, last))) == 1
    assert asked == [titles]
    assert rules.check(draft.plan) == []


def _put(draft: Draft, old: str, new: str) -> None:
    text = draft.text(FILES[0])
    assert text.count(old) >= 1
    draft.put(FILES[0], text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        (":in_charge: 'Giám đốc Sở'", ":in_charge: Giám đốc Sở"),
        (':in_charge: "Văn bản" và "họp"', ""),
        (":in_charge: 'a' hoặc 'b'", ""),
    ],
)
def test_quotes_are_taken_away_where_they_are_a_pair(demo: Path, written: str, mended: str) -> None:
    """A value between quotes loses them; one that holds such quotes is left to who wrote it."""
    draft = Draft(demo)
    _put(draft, ":owner: CQ-SYT\n", f":owner: CQ-SYT\n{written}\n")
    assert "KH007" in [finding.code for finding in rules.check(draft.plan)]
    list(take_safe(draft))
    assert (mended or written) in draft.text(FILES[0]).splitlines()


@pytest.mark.parametrize(
    ("key", "safe"),
    [
        ("chủ trì", True),
        ("Đơn vị chủ trì", True),
        ("co quan chu tri", True),
        ("Owner", True),
        ("ownr", False),
        ("cơ quan", False),
    ],
)
def test_a_key_that_is_only_near_is_a_guess(demo: Path, key: str, *, safe: bool) -> None:
    """The key in capitals and what people call it are written without asking; what is but like it is not."""
    draft = Draft(demo)
    _put(draft, ":owner: CQ-SYT\n", f":{key}: CQ-SYT\n")
    offers = [fix for finding in rules.check(draft.plan) for fix in fixes(draft, finding)]
    found = [(fix.title, fix.safe) for fix in offers if "owner" in fix.title]
    assert found == [('Ghi từ khóa "owner"', safe)]


def test_a_type_that_is_only_near_is_a_guess(demo: Path) -> None:
    """A misspelt type is offered, and not taken."""
    draft = Draft(demo)
    _put(draft, ":::{deliverable} ", ":::{deliverabel} ")
    assert list(take_safe(draft)) == []
    offers = [fix for finding in rules.check(draft.plan) for fix in fixes(draft, finding)]
    assert [(fix.title.startswith('Ghi ":::{deliverable} '), fix.safe) for fix in offers] == [(True, False)]


def test_a_choice_says_what_it_brings(demo: Path) -> None:
    """An unsafe fix is offered though another finding comes with it, which its title says."""
    draft = Draft(demo)
    _put(draft, ":owner: CQ-SYT\n", ":owner: CQ-SYTE\n:partners: CQ-SYT\n")
    said: list[tuple[str, bool, int]] = []

    def none(offers: Sequence[Offer]) -> None:
        said.extend((offer.title, offer.safe, len(offer.brings)) for offer in offers)

    assert list(take(draft, none)) == []
    assert [(title[:21], safe, brought) for title, safe, brought in said if brought] == [
        ('Ghi ":owner: CQ-SYT" ', False, 1)
    ]
    assert "KH103" in said[0][0]


def test_many_faults_take_few_checks(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty faults are mended by one check before and one after; one that does not hold costs few more."""
    text = (demo / FILES[0]).read_text("utf-8")
    assert text.count("\n:clause: ") >= 12
    (demo / FILES[0]).write_text(text.replace("\n:clause: ", "\n:clause "), encoding="utf-8")
    checks, check = [], rules.check

    def counted(plan: Plan, *, heed: Callable[[], None]) -> list[Finding]:
        checks.append(plan)
        return check(plan, heed=heed)

    monkeypatch.setattr(rules, "check", counted)
    draft = Draft(demo)
    assert len(list(take_safe(draft))) >= 12
    assert draft.text(FILES[0]) == text
    assert len(checks) == 2


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


@pytest.mark.parametrize(
    "seed", [*range(40), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(40, 300))]
)
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
