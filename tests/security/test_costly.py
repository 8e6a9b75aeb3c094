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
from security.costly import COSTLY, Costly

#: The others are made slowly: they are for `make soak`.
_EACH = 5
CASES = [
    pytest.param(case, marks=[pytest.mark.soak] if number % _EACH else [], id=str(case))
    for number, case in enumerate(COSTLY)
]


@pytest.mark.parametrize("case", CASES)
def test_a_costly_file_is_read_or_refused(tmp_path: Path, case: Costly) -> None:
    """A page is checked to its end; a document is read, or refused in one sentence, whatever is in it."""
    if case.kind == "page":
        (tmp_path / "ubproject.toml").write_bytes((ROOT / "ubproject.toml").read_bytes())
        (tmp_path / "needs").mkdir()
        (tmp_path / "needs/x.md").write_bytes(case.content())
        with no_hang():
            rules.check(reader.read(tmp_path))
        return
    path = tmp_path / f"x{case.kind}"
    path.write_bytes(case.content())
    try:
        said = f"{readers.read(path).kind}."
    except readers.UnreadableFileError as refused:
        said = str(refused)
    assert re.fullmatch(r"[^\n]+\.", said)
