"""Forty fictional documents made at random, and how well they are imported: as Word, PDF, ODT and scan.

Run by itself: ``bench/offices.py [SEED]``. It takes LibreOffice, and for scans Tesseract, and some minutes.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY / "tests")]

from importing import offices, scanning, sheets  # noqa: E402 - lies in another folder
from importing.judging import Score  # noqa: E402
from kehoach.importing import analysis, readers  # noqa: E402
from kehoach.importing.readers import scan  # noqa: E402

_HEAD = """\

## Documents made at random

Forty fictional documents in fourteen layouts (annex behind the signature, lead-ins, letters, sub-rows,
schedules of inspections …), by `bench/offices.py`: as they are made, as Word and what LibreOffice makes of
that, and as scans of the PDF at {dpi} dpi, askew and with light grain. F1 of the duties, F1 of owners and
partners, share of deadlines that are right.

| form | documents | duties | F1 | agencies | deadlines |
|---|---|---|---|---|---|
"""


def table(seed: int = 17) -> str:
    """The part of the page that tells it; empty where there is no LibreOffice."""
    if not (office := shutil.which("soffice")):
        return ""
    rows = []
    with tempfile.TemporaryDirectory(prefix="kehoach-bench-") as folder:
        made = list(_made(Path(folder), seed, office))
        for form in dict.fromkeys(form for form, _path, _duties in made):
            score, count = Score(), 0
            for path, duties in ((path, duties) for kind, path, duties in made if kind == form):
                material = readers.read(path)
                found = analysis.read(material.text, wrapped=material.wrapped, unsure=material.unsure)
                score.add(found.all, duties)
                count += 1
            shares = f"{score.items:.3f} | {score.agencies:.3f} | {score.terms:.3f}"
            rows.append(f"| {form} | {count} | {score.right} | {shares} |")
            print(rows[-1], *score.wrong, sep="\n  ", flush=True)
    return _HEAD.format(dpi=scanning.DPI) + "\n".join(rows) + "\n"


def _made(folder: Path, seed: int, office: str) -> Iterator[tuple[str, Path, list[offices.Duty]]]:
    """The files, by the form they have."""
    papers = [paper for paper, _form in offices.papers(seed)]
    for number, (paper, form) in enumerate(offices.papers(seed)):
        path = folder / f"{number:02}-made.{form}"
        sheets.MAKE[form](paper, path)
        yield "as made", path, paper.duties
    words = [folder / f"{number:02}.docx" for number in range(len(papers))]
    for paper, path in zip(papers, words, strict=True):
        sheets.word(paper, path)
        yield "Word", path, paper.duties
    for kind in ("pdf", "odt"):
        command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", kind, "--outdir", str(folder), *map(str, words)]
        subprocess.run(command, capture_output=True, check=True)
        yield from (
            (kind.upper(), p.with_suffix(f".{kind}"), q.duties) for p, q in zip(words, papers, strict=True)
        )
    if scan.lacking():
        return
    for path, paper in zip(words, papers, strict=True):
        scanned = path.with_name(f"{path.stem}-scan.pdf")
        scanning.scan(path.with_suffix(".pdf"), scanned, path.stem)
        yield "scan", scanned, paper.duties


if __name__ == "__main__":
    print(table(*map(int, sys.argv[1:])))
