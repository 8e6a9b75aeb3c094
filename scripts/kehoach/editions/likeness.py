"""Are these the words of our document, though not its bytes, as what a system prints anew?"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from kehoach import export
from kehoach.changes import wording
from kehoach.editions import making
from kehoach.editions.manifest import Manifest
from kehoach.editions.register import Register, edition_words
from kehoach.editions.saying import Said, fails, holds, unknown
from kehoach.files.tree import GitError
from kehoach.importing import readers
from kehoach.language import _, i18n
from kehoach.language.text import cut

#: The format of an export by the end of its name; others have no words to compare.
_FORMATS = {".pdf": "pdf", ".docx": "docx"}
#: The documents of the whole plan, which are what is signed.
_WHOLE = ("ke-hoach-", "phan-cong-", "bao-cao-")
#: So many places that differ are told, each with so many letters.
_PLACES, _LETTERS = 3, 80


def compared(known: Register, path: Path) -> Iterator[Said]:
    """Whether a file has the words of a document of some edition; else how far from which."""
    form = _FORMATS.get(path.suffix.lower())
    if not form or not known.editions:
        return
    try:
        theirs = readers.read(path).text
        nearest: tuple[int, str, str] | None = None
        for _tag, held in known.editions:
            for name, ours in _texts(known, held, form, path.stem):
                told = _("{name} of {edition}").format(name=name, edition=edition_words(held))
                if ours.split() == theirs.split():
                    yield holds(_("The same words, but not the same bytes: {ours}.").format(ours=told))
                    return
                found = [piece for piece in wording.pieces(ours, theirs) if not piece.same]
                many = sum(len(f"{piece.before} {piece.after}".split()) for piece in found)
                shown = "; ".join(map(_shown, found[:_PLACES]))
                nearest = min(nearest or (many, told, shown), (many, told, shown))
    except (GitError, OSError, ValueError) as error:
        yield unknown(_("Its words cannot be compared: {why}").format(why=error))
        return
    if nearest:
        message = _("Other words than {ours} in {count} words: {places}.")
        yield fails(message.format(count=nearest[0], ours=nearest[1], places=nearest[2]))


def _shown(piece: wording.Piece) -> str:
    nothing = _("nothing")
    before, after = (cut(words, _LETTERS) or nothing for words in (piece.before, piece.after))
    return f'"{before}" → "{after}"'


def _texts(known: Register, held: Manifest, form: str, stem: str) -> Iterator[tuple[str, str]]:
    """The documents of an edition that a file may be a copy of, made anew and read as that is."""
    with i18n.speaking(held.language):
        source = making.read(known.repository, held.commit)
        plans = [plan for plan in source.read.plans if plan.id == held.plan]
        wanted = [
            made for plan in plans for made in making.exports(source, plan, held.as_of, [form], held.period)
        ]
        for made in _likely(wanted, stem):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / made.name
                path.write_bytes(made.make())
                yield made.name, readers.read(path).text


def _likely(wanted: list[export.Export], stem: str) -> list[export.Export]:
    """Those that the file is called after, else those of the whole plan."""
    called = [made for made in wanted if Path(made.name).stem in stem]
    return called or [made for made in wanted if made.name.startswith(_WHOLE)]
