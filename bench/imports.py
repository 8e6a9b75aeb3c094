"""Import real official texts and hold the result against what a careful reader finds in them.

The texts are no part of the project: each is a file NAME.txt (and NAME.pdf) with NAME.gold.json beside it, in
a folder that also holds the measure, score.py. The table of docs/importing.md is written anew.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path

import offices

REPOSITORY = Path(__file__).resolve().parents[1]
TABLE = REPOSITORY / "docs" / "importing.md"
CORPUS = REPOSITORY.parent / "shared" / "corpus"
_COLUMNS = ("P", "R", "F1", "owner", "partners", "deadline", "due", "kind")
_HEAD = """\
# How well official texts are imported

Written by `make bench`, where annotated texts are at hand. P, R and F1 are of the assignments found; owner
and partners the F1 of their names; deadline, due and kind the shares that are right; s the seconds of the
processor for the whole process.

P is low where more is read than was annotated, by design: of the PDFs of 13 and 20 the annotation holds one
annex, or the fifth part, and nothing in a PDF says which of its lines that is; of 08 it holds the duties with
a time. The rest are duties too, of the body, most without a time (`kind` none), and in 20 the rows of an
annex that lies sideways. None is left out: what is no duty a person deletes, what is missing nobody finds.

"""


def main(folder: Path) -> None:
    """Import every annotated text of a folder, and write the table."""
    kehoach = Path(sys.executable).with_name("kehoach")
    lines = [f"| text | items | {' | '.join(_COLUMNS)} | s |", "|---|---|" + "---|" * (len(_COLUMNS) + 1)]
    for gold in sorted(folder.glob("*.gold.json")):
        name = gold.name.removesuffix(".gold.json")
        for file in (folder / f"{name}.txt", folder / f"{name}.pdf"):
            if file.exists():
                lines.append(_row(kehoach, file, gold, folder / "score.py"))
                print(lines[-1])
    TABLE.write_text(_HEAD + "\n".join(lines) + "\n" + offices.table(), encoding="utf-8")


def _spent() -> float:
    """The seconds that finished processes have taken of the processor, whatever else the machine did."""
    taken = resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken.ru_utime + taken.ru_stime


def _row(kehoach: Path, file: Path, gold: Path, measure: Path) -> str:
    found = REPOSITORY / "build" / "bench" / f"{file.name}.json"
    found.parent.mkdir(parents=True, exist_ok=True)
    start = _spent()
    command = [str(kehoach), "import", str(file), "--format", "json"]
    found.write_bytes(subprocess.run(command, capture_output=True, check=True).stdout)
    seconds = _spent() - start
    row = subprocess.run(
        [sys.executable, str(measure), str(found), str(gold)], capture_output=True, text=True, check=True
    ).stdout
    scores = dict(part.split("=") for part in row.split()[1:])
    items = len(json.loads(gold.read_text(encoding="utf-8"))["items"])
    return f"| {file.name} | {items} | {' | '.join(scores[name] for name in _COLUMNS)} | {seconds:.1f} |"


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    if chosen.is_dir():
        main(chosen)
    else:
        print(f"No annotated texts in {chosen}: the import is not measured.")
