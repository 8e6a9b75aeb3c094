"""From the decision to the communes, through real repositories: what changes above is looked at below."""

from pathlib import Path

import pytest

from conftest import Run
from kehoach import rules
from kehoach.plan import reader
from repositories import commit
from upstream import country

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


@pytest.fixture
def offices(tmp_path: Path) -> dict[str, Path]:
    """The repositories of all offices."""
    found = {"decision": country.decision(tmp_path / "trung-uong")}
    found |= {f"province {n}": country.province(tmp_path / f"tinh-{n}", n) for n in "XY"}
    for number, above in (("1", "NV-11-2026-4"), ("2", "NV-11-2026-4"), ("3", "NV-13-2026-4")):
        found[f"commune {number}"] = country.commune(tmp_path / f"xa-{number}", number, above)
    return found


def suspects(root: Path) -> set[str]:
    """The tasks of an office that have to be held against their upper tasks again; nothing else is found."""
    found = rules.check(reader.read(root), on_request=True)
    assert {one.code for one in found} <= {"KH413"}
    return {one.id for one in found}


def test_an_amendment_above_makes_its_tasks_below_suspect(offices: dict[str, Path], kehoach: Run) -> None:
    """Pinned, taken up, checked; then one day moved by the decision, and one by a province."""

    def told(name: str, *arguments: str, code: int = 0) -> str:
        done = kehoach("--lang", "en", *arguments, "--root", offices[name])
        assert done.returncode == code, (arguments, done.stdout, done.stderr)
        return done.stdout

    above = offices["decision"].as_uri()
    for letter, stem in (("X", "11"), ("Y", "13")):
        name = f"province {letter}"
        added = told(name, "upstream", "add", above, "--site", "https://tu.example.org")
        assert "Falls to us: 3, taken up: 0." in added
        proposed = told(name, "upstream", "propose").partition("Less sure:")[0]
        takes = [word for word in proposed.split() if "=" in word]
        assert sorted(takes) == [f"NV-{stem}-2026-{n}=NV-900-2026-{n}" for n in (1, 2, 3)]
        told(name, "upstream", "propose", *(f"--take={take}" for take in takes))
        assert "Falls to us: 3, taken up: 3." in told(name, "upstream", "list")
        told(name, "check", "--suspects")
        commit(offices[name])
    for number, province in (("1", "X"), ("2", "X"), ("3", "Y")):
        source = str(offices[f"province {province}"])
        name = f"commune {number}"
        told(name, "upstream", "add", source, "--site", f"https://{province}.example.org")
        assert "Falls to us: 1, taken up: 1." in told(name, "upstream", "list")
        told(name, "check", "--suspects")
        commit(offices[name])

    page = offices["decision"] / "needs/kh-900-2026/ke-hoach.md"
    words = {"title": "Lùi hạn tập huấn", "stem": "900-2026", "clause": "2", "number": "950/QĐ-TTg"}
    words |= {"issuer": "Thủ tướng Chính phủ (giả định)", "deadline": "31/10/2026"}
    page.write_text(page.read_text("utf-8") + AMENDED.format(**words), encoding="utf-8")
    commit(offices["decision"])
    for letter, stem in (("X", "11"), ("Y", "13")):
        name = f"province {letter}"
        before = {path: path.read_bytes() for path in (offices[name] / "needs").rglob("*") if path.is_file()}
        asked = kehoach("--lang", "en", "upstream", "update", "--root", offices[name], input="1\n")
        assert asked.returncode == 1
        assert "31/10/2026" in asked.stdout
        assert f"To be looked at again: NV-{stem}-2026-2\n" in asked.stdout
        assert {path: path.read_bytes() for path in before} == before
        assert suspects(offices[name]) == set()
        told(name, "upstream", "update", "--yes")
        assert suspects(offices[name]) == {f"NV-{stem}-2026-2"}
        assert "nothing has changed" in told(name, "upstream", "update")
    told("province X", "review", "NV-11-2026-2", "--by", "Chuyên viên")
    assert suspects(offices["province X"]) == set()
    assert suspects(offices["province Y"]) == {"NV-13-2026-2"}

    # The provinces' plans are not what they were for their own reasons: communes have nothing to look at.
    for number in "123":
        told(f"commune {number}", "upstream", "update", "--yes")
        assert suspects(offices[f"commune {number}"]) == set()
    page = offices["province X"] / "needs/kh-11-2026/ke-hoach.md"
    words = {"title": "Lùi hạn niêm yết", "stem": "11-2026", "clause": "4", "number": "77/QĐ-UBND"}
    words |= {"issuer": "Ủy ban nhân dân tỉnh X (giả định)", "deadline": "31/7/2026"}
    page.write_text(page.read_text("utf-8") + AMENDED.format(**words), encoding="utf-8")
    commit(offices["province X"])
    for number in "123":
        told(f"commune {number}", "upstream", "update", "--yes")
    found = {number: suspects(offices[f"commune {number}"]) for number in "123"}
    assert found == {"1": {"NV-21-2026-1"}, "2": {"NV-22-2026-1"}, "3": set()}
