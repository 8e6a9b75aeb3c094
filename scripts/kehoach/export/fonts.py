"""The font of printed documents, and whether it has every character that is asked of it.

TeX Gyre Termes has the metrics of Times New Roman, which Decree 30/2020/NĐ-CP asks for and whose licence lets
nobody pass it on. A site that has it names it in ``ubproject.toml``:

    [kehoach]
    font = "Times New Roman"
    font_folder = "/usr/share/fonts/truetype/msttcorefonts"
"""

import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.language import _
from kehoach.plan import model

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_SUFFIXES = {".otf", ".ttf", ".ttc"}


@dataclass(frozen=True)
class Font:
    """A family of fonts and the folder that holds its files."""

    family: str
    folder: Path

    def lacking(self, words: Iterable[tuple[str, str]]) -> str:
        """What to say of ``(need, words)`` with a character that the font lacks; empty if it has all."""
        said = list(words)
        for character in sorted(filter(self.lacks, set().union(*(line for _need, line in said)))):
            need, line = next(pair for pair in said if character in pair[1])
            message = _('The font {font} has no character "{character}" (U+{code}), which {need} holds.')
            return message.format(
                font=self.family,
                character=character,
                code=f"{ord(character):04X}",
                need=need or f'"{line[:60]}"',
            )
        return ""

    def printable(self, words: str) -> str:
        """The words with the code of each character that the font lacks: an empty box nobody would notice."""
        codes = {ord(c): f"[U+{ord(c):04X}]" for c in set(words) if self.lacks(c)}
        return words.translate(codes) if codes else words

    def lacks(self, character: str) -> bool:
        """Whether a character would print as nothing. Private ones mean something else in each font."""
        category = unicodedata.category(character)
        if category == "Co":
            return True
        return character not in self._characters and category not in {"Cc", "Cf", "Zs"}

    @cached_property
    def _characters(self) -> frozenset[str]:
        """The characters that every face of the family has."""
        faces = [set(face.getBestCmap()) for face in self._faces()]
        return frozenset(map(chr, set.intersection(*faces))) if faces else frozenset()

    def _faces(self) -> Iterable["TTFont"]:
        from fontTools.ttLib import TTCollection, TTFont, TTLibError  # slow, and only exports need it

        for path in sorted(self.folder.rglob("*")):
            if path.suffix.lower() not in _SUFFIXES:
                continue
            try:
                faces = TTCollection(path).fonts if path.suffix.lower() == ".ttc" else [TTFont(path)]
            except TTLibError:  # a damaged file beside the family is not ours to judge
                continue
            yield from (face for face in faces if self.family in _families(face))


def _families(face: "TTFont") -> set[str]:
    """The names a face goes by: its family, and the family that groups more than four faces."""
    return {name for number in (1, 16) if (name := face["name"].getDebugName(number))}


#: The fonts that come with this package, and their licence, in one folder.
OWN = Font("TeX Gyre Termes", Path(__file__).parent / "termes")


def font_of(root: Path) -> Font:
    """The font that the project names, or the one that comes with this package.

    Raises:
        OSError: ``ubproject.toml`` cannot be read.
        ValueError: the font it names is not in the folder.
    """
    with model.path(root).open("rb") as file:
        settings = tomllib.load(file).get("kehoach", {})
    if "font" not in settings:
        return OWN
    font = Font(settings["font"], (root / settings.get("font_folder", ".")).resolve())
    if not any(font._faces()):
        message = _("There is no font {font} in {folder}.")
        raise ValueError(message.format(font=font.family, folder=font.folder))
    return font
