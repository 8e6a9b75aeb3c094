"""From the decision to the communes and back, through real repositories: what changes above is looked at
below, what is done below is seen above.
"""

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from conftest import ROOT, Run
from kehoach import rules
from kehoach.plan import reader
from kehoach.progress import Progress, State, tally
from kehoach.rollup import below, cells
from kehoach.upstream import pinning, sources
from repositories import commit
from upstream import country
from upstream.country import PROVINCES

DAY = date(2026, 6, 30)
#: A commune of the first province without a plan, one whose plan names no task above, one that has reported.
SILENT, APART, DONE = 7, 6, 1
AMENDED = """
:::{{amendment}} {title} (giả định)
:id: DC-{stem}-1
:amends: NV-{stem}-{clause}
:number: {number}
:date: 2026-04-01
:issuer: {issuer}
:deadline: {deadline}
:basis: CC-{stem}-1
:::

:::{{basis}} {title} (giả định)
:id: CC-{stem}-1
:number: {number}
:issued: 2026-04-01
:issuer: {issuer}
:::
"""
_EVIDENCE = """
:::{evidence} Báo cáo niêm yết (giả định)
:id: MC-21-2026-1
:number: 5/BC-UBND
:date: 2026-05-20
:confirmed: yes
:confirmed_by: CQ-VP
:proves: SP-21-2026-1-1
:::
"""
Tell = Callable[..., str]


@pytest.fixture
def offices(tmp_path: Path) -> dict[str, Path]:
    """The repositories of all offices: one decision, three provinces, nineteen communes of twenty."""
    found = {"decision": country.decision(tmp_path / "trung-uong")}
    for letter, (stem, communes) in PROVINCES.items():
        found[f"province {letter}"] = country.province(tmp_path / f"tinh-{letter}", letter)
        for number in communes:
            if number != SILENT:
                above = "" if number == APART else f"NV-{stem}-2026-4"
                found[f"commune {number}"] = country.commune(tmp_path / f"xa-{number}", number, above)
    return found


def suspects(root: Path) -> set[str]:
    """The tasks of an office that have to be held against their upper tasks again; nothing else is found."""
    found = rules.check(reader.read(root), on_request=True)
    assert {one.code for one in found} <= {"KH413"}
    return {one.id for one in found}


def test_a_country_from_the_decision_to_the_page_and_back(
    offices: dict[str, Path], tmp_path: Path, kehoach: Run
) -> None:
    """Pinned, taken up, proved, collected, counted, shown; a day moved by the decision, one by a province."""

    def told(name: str, *arguments: str, code: int = 0) -> str:
        done = kehoach("--lang", "en", *arguments, "--root", offices[name])
        assert done.returncode == code, (arguments, done.stdout, done.stderr)
        return done.stdout

    for letter in PROVINCES:
        take_up_the_decision(offices, letter, told)
    for letter in PROVINCES:
        pin_in_communes(offices, letter, told)
    page = offices[f"commune {DONE}"] / "needs/kh-21-2026/ke-hoach.md"
    page.write_text(page.read_text("utf-8") + _EVIDENCE, encoding="utf-8")
    commit(offices[f"commune {DONE}"])

    out = tmp_path / "thu-thap"
    sources = [root.as_uri() for root in offices.values()]
    done = kehoach("--lang", "en", "collect", *sources, "--out", out, "--as-of", str(DAY))
    assert (done.returncode, done.stderr) == (0, "")
    count_all(offices, out)
    see_from_above(offices, out, kehoach)

    amend(offices["decision"], "900-2026", "2", "Thủ tướng Chính phủ (giả định)", "31/10/2026")
    for letter, (stem, _communes) in PROVINCES.items():
        hear_of_it(offices[f"province {letter}"], stem, told, f"province {letter}", kehoach)
    told("province X", "review", "NV-11-2026-2", "--by", "Chuyên viên")
    assert suspects(offices["province X"]) == set()
    assert suspects(offices["province Y"]) == {"NV-12-2026-2"}

    issuer = "Ủy ban nhân dân tỉnh X (giả định)"
    amend(offices["province X"], "11-2026", "4", issuer, "31/7/2026")
    for number in (1, 5, APART, 8, 15):
        told(f"commune {number}", "upstream", "update", "--yes")
        theirs = {f"NV-2{number}-2026-1"} if number in (1, 5) else set()
        assert suspects(offices[f"commune {number}"]) == theirs


def take_up_the_decision(offices: dict[str, Path], letter: str, told: Tell) -> None:
    """A province pins the decision and takes the three sure proposals; one names it with a prefix."""
    name, stem = f"province {letter}", PROVINCES[letter][0]
    prefix = "TTG-" if letter == "W" else ""
    site = ("--site", "https://tu.example.org", "--prefix", prefix)
    added = told(name, "upstream", "add", offices["decision"].as_uri(), *site)
    assert "Falls to us: 3, taken up: 0." in added
    proposed = told(name, "upstream", "propose").partition("Less sure:")[0]
    takes = [word for word in proposed.split() if "=" in word]
    assert sorted(takes) == [f"NV-{stem}-2026-{n}={prefix}NV-900-2026-{n}" for n in (1, 2, 3)]
    told(name, "upstream", "propose", *(f"--take={take}" for take in takes))
    assert "Falls to us: 3, taken up: 3." in told(name, "upstream", "list")
    told(name, "check", "--suspects")
    commit(offices[name])


def pin_in_communes(offices: dict[str, Path], letter: str, told: Tell) -> None:
    """The communes of a province pin its plan, of which one task falls to each: the first by the command."""
    first, *others = (number for number in PROVINCES[letter][1] if number != SILENT)
    above, site = str(offices[f"province {letter}"]), f"https://{letter}.example.org"
    added = told(f"commune {first}", "upstream", "add", above, "--site", site)
    assert "Falls to us: 1, taken up: 1." in added
    data = sources.read(above, Path(), "", DAY)
    for number in others:
        root = offices[f"commune {number}"]
        pinning.write(root, [pinning.fresh(root, data, above, site, "")], {})
    for number in (first, *others):
        assert suspects(offices[f"commune {number}"]) == set()
        commit(offices[f"commune {number}"])


def count_all(offices: dict[str, Path], out: Path) -> None:
    """The cells of the country are the sum of those of its offices."""
    wanted = sum(
        (tally(Progress(reader.read(root), DAY)).total for root in offices.values()), Counter[State]()
    )
    found = cells.rollup(out, DAY, "level")
    assert found.total == wanted
    assert {row.key: row.coverage.plans for row in found.rows} == {"central": 1, "province": 3, "commune": 19}


def see_from_above(offices: dict[str, Path], out: Path, kehoach: Run) -> None:
    """The decision sees its provinces, whatever they call its tasks; a province its communes, on its site."""
    found = below.read(Progress(reader.read(offices["decision"]), DAY), out)
    assert [(office.taken, office.asked) for office in found.offices] == [(3, 3)] * 3
    root = offices["province X"]
    found = below.read(Progress(reader.read(root), DAY), out)
    (line,) = found.lines
    assert (len(line.asked), line.taken, found.issued) == (7, 5, 5)
    assert [agency.id for agency in line.missing] == [f"CQ-XA{APART}", f"CQ-XA{SILENT}"]
    assert line.states[f"CQ-XA{DONE}"] is State.DONE_ON_TIME
    for name in ("conf.py", "docs/views/below.md"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    (root / "index.md").write_text("# Tỉnh X (giả định)\n\n:::{plan-pages}\n:::\n", encoding="utf-8")
    model = (root / "ubproject.toml").read_text("utf-8")
    text = model.replace("[kehoach]\n", f'[kehoach]\ncollected = "../{out.name}"\n', 1)
    (root / "ubproject.toml").write_text(text, encoding="utf-8")
    done = kehoach("build", "--root", root, env={"KEHOACH_AS_OF": str(DAY)})
    page = (root / "build/html/docs/views/below.html").read_text("utf-8")
    assert "5/7" in BeautifulSoup(page, "html.parser").select(".task-below p")[1].get_text(), done.stderr


def amend(root: Path, stem: str, clause: str, issuer: str, deadline: str) -> None:
    """Move the last day of a task by a document."""
    (page,) = (root / "needs").glob("kh-*/ke-hoach.md")
    words = {"title": "Lùi hạn", "stem": stem, "clause": clause, "number": f"95{clause}/QĐ"}
    words |= {"issuer": issuer, "deadline": deadline}
    page.write_text(page.read_text("utf-8") + AMENDED.format(**words), encoding="utf-8")
    commit(root)


def hear_of_it(root: Path, stem: str, told: Tell, name: str, kehoach: Run) -> None:
    """Who is asked first writes nothing; then exactly the one task is to be looked at again."""
    before = {path: path.read_bytes() for path in (root / "needs").rglob("*") if path.is_file()}
    asked = kehoach("--lang", "en", "upstream", "update", "--root", root, input="1\n")
    assert asked.returncode == 1
    assert "31/10/2026" in asked.stdout
    assert f"To be looked at again: NV-{stem}-2026-2\n" in asked.stdout
    assert {path: path.read_bytes() for path in before} == before
    assert suspects(root) == set()
    told(name, "upstream", "update", "--yes")
    assert suspects(root) == {f"NV-{stem}-2026-2"}
    assert "nothing has changed" in told(name, "upstream", "update")
