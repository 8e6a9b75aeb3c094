"""Files that are built to cost minutes or gigabytes: each is read, or refused in a sentence.

What they cost is measured by ``bench/costs.py``, which writes ``docs/hostile.md``.
"""

import re
from pathlib import Path

import pytest

from conftest import ROOT, no_hang
from kehoach import rules
from kehoach.importing import readers
from kehoach.plan import reader
from security.costly import COSTLY, READ, SLOW, STOPPED, Costly

CASES = [
    pytest.param(case, marks=[pytest.mark.soak] if case.name in SLOW.get(case.kind, ()) else [], id=str(case))
    for case in COSTLY
]


@pytest.mark.parametrize("case", CASES)
def test_a_costly_file_is_read_or_refused(tmp_path: Path, case: Costly) -> None:
    """A page is checked to its end; a document is read, or refused in one sentence: what the table says."""
    as_read = case.name in READ.get(case.kind, ())
    if case.kind == "page":
        (tmp_path / "ubproject.toml").write_bytes((ROOT / "ubproject.toml").read_bytes())
        (tmp_path / "needs").mkdir()
        (tmp_path / "needs/x.md").write_bytes(case.content())
        with no_hang():
            assert (rules.check(reader.read(tmp_path)) == []) is as_read
        return
    path = tmp_path / f"x{case.kind}"
    path.write_bytes(case.content())
    if as_read:  # a processor may be half as fast while it reads as it was while it loaded the reader
        assert any(fate(path) == "read" for _turn in range(3))
    else:
        by_the_clock = case.name in STOPPED.get(case.kind, ())
        assert fate(path) in ("refused", *(["read"] if by_the_clock else []))


def fate(path: Path) -> str:
    """What becomes of a document; where it is refused by anything but one sentence, that."""
    try:
        found = readers.read(path).text
    except readers.UnreadableFileError as refused:
        return "refused" if re.fullmatch(r"[^\n]+\.", str(refused)) else str(refused)
    return "read" if found.strip() else "nothing"


def test_the_table_says_what_becomes_of_its_files() -> None:
    """Each name that the table says something of is one of its files, and has one fate."""
    known = {(case.kind, case.name) for case in COSTLY}
    fates = [
        {(kind, name) for kind, names in said.items() for name in names} for said in (READ, STOPPED, SLOW)
    ]
    assert set().union(*fates) <= known
    assert not fates[0] & fates[1]
