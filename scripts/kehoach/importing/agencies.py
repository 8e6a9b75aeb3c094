"""The agencies that a text names, found among those that are known, or new."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from kehoach.importing import register
from kehoach.language.text import unaccented
from kehoach.official import names
from kehoach.plan import Need, Plan

#: Names less alike than this, of 100, are names of different agencies.
_ALIKE = 92
#: The longest ID of a new agency: groups are called by whole sentences.
_LONGEST = 15
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_GROUP = re.compile(
    r"(?:các|một số|những|mỗi|từng)\s|(?:bộ|sở), |(?:cơ quan|đơn vị|địa phương|tổ chức|doanh nghiệp)\b"
    r"|.*\bcác\b",
    re.I,
)
#: Party bodies stand outside the People's Committee's count.
_PARTY = re.compile(
    r"(?:Tỉnh|Thành|Huyện|Đảng|Quận|Thị) [uủ][yỷ]|Ban (?:Tuyên giáo|Dân vận|Tổ chức|Nội chính|Thường vụ)|"
    r"Ủy ban Kiểm tra|Các cơ quan Đảng|Văn phòng (?:Tỉnh|Thành|Huyện|Trung ương)",
    re.I,
)
#: Other bodies that the People's Committee asks and does not order, by kind.
_OUTSIDE = {
    "front": r"(?:Ban Thường trực )?(?:Ủy ban )?(?:Mặt trận Tổ quốc|MTTQ)|Liên đoàn Lao động|Tỉnh đoàn|"
    r"Đoàn Thanh niên Cộng sản|Hội (?:Liên hiệp )?(?:Phụ nữ|Nông dân|Cựu chiến binh)",
    "council": r"(?:Thường trực )?Hội đồng nhân dân",
    "court": r"Tòa án",
    "procuracy": r"Viện kiểm sát",
}


class Match(StrEnum):
    """How an agency was found."""

    EXACT = "exact"
    LIKELY = "likely"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Found:
    """The agency that a name stands for; ``score`` of 100 is how alike the names are."""

    id: str
    name: str
    match: Match
    known_as: str = ""
    score: int = 100


class Registry:
    """The known agencies by name; the new ones are kept, so that a name is new only once."""

    def __init__(self, plan: Plan | None) -> None:
        agencies: Iterable[Need] = plan.of_type("agency") if plan else ()
        self.taken = {need.id for need in agencies}
        self.kinds = {need.id: need["kind"] for need in agencies}
        self.by_name: dict[str, tuple[str, str]] = {}
        for need in agencies:
            for name in names.names_of(need):
                self.by_name.setdefault(name, (need.id, need.title))
        #: The new agencies: ID and the name as the text has it, in the order found.
        self.new: dict[str, str] = {}
        self.found: dict[str, Found] = {}

    def find(self, name: str) -> Found:
        """The agency of a name, which may carry a remark in brackets."""
        key = names.folded(_BRACKETS.sub("", name))
        if key not in self.found:
            self.found[key] = self._find(key, _BRACKETS.sub("", name).strip())
        return self.found[key]

    def kind(self, name: str, issuer: str) -> str:
        """What sort of agency stands behind a name: as the registry has it, else as it will be drafted."""
        found = self.find(name)
        return self.kinds.get(found.id) or kind_of(found.name, issuer)

    def _find(self, key: str, name: str) -> Found:
        if key in self.by_name:
            known, title = self.by_name[key]
            match = Match.NEW if known in self.new else Match.EXACT
            return Found(known, name, match, title)
        # "Bộ Y tế" and "Sở Y tế" are alike, and never the same.
        head = key.partition(" ")[0]
        same_head = [known for known in self.by_name if known.partition(" ")[0] == head]
        alike = process.extractOne(key, same_head, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if alike and self.by_name[alike[0]][0] not in self.new:
            known, title = self.by_name[alike[0]]
            return Found(known, name, Match.LIKELY, title, round(alike[1]))
        new = self._new_id(name)
        self.taken.add(new)
        self.new[new] = name
        self.by_name[key] = (new, name)
        return Found(new, name, Match.NEW)

    def _new_id(self, name: str) -> str:
        """The initials, as officials abbreviate: "Sở Nội vụ" is CQ-SNV; with a number where that is taken."""
        known = register.entry_of(name)
        words = [known.abbr] if known and known.abbr else re.findall(r"\w+", unaccented(name))
        base = (
            "CQ-"
            + (
                "".join(word if word.isupper() and len(word) > 1 else word[0] for word in words) or "X"
            ).upper()
        )
        number, found = 2, base[:_LONGEST]
        while found in self.taken:
            found, number = f"{base[:_LONGEST]}-{number}", number + 1
        return found


def kind_of(name: str, issuer: str = "") -> str:
    """What sort of agency a name is of in a plan of this issuer: by the register, else by its words."""
    if known := register.entry_of(name):
        return known.kind_for(issuer)
    if _PARTY.match(name):
        return "party"
    if kind := next((k for k, words in _OUTSIDE.items() if re.match(rf"(?:{words})\b", name, re.I)), None):
        return kind
    return "group" if _GROUP.match(name) else "agency"
