"""What the name of an issuer says of it: its level, and its province where it is one."""

import re
from enum import Enum

from kehoach.language.text import flat, unaccented


class Level(Enum):
    """Where an office stands; districts ended on 01/7/2025, when government came to have two levels."""

    CENTRAL = "central"
    PROVINCE = "province"
    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"
    OTHER = "other"


#: The province of an office that nobody has said one of.
NOWHERE = "-"
#: The first that is found counts: "UBND xã A, tỉnh B" is a commune.
_LEVELS = (
    (Level.COMMUNE, r"\b(uy ban nhan dan|ubnd|hdnd|hoi dong nhan dan) (xa|phuong|thi tran|dac khu)\b"),
    (Level.COMMUNE, r"^(xa|phuong|dac khu) (?!hoi\b)"),
    (Level.DISTRICT, r"\b(uy ban nhan dan|ubnd) (huyen|quan|thi xa|thanh pho thuoc tinh)\b"),
    (Level.CENTRAL, r"^ban (chi dao|can su|to chuc|tuyen giao|dan van) trung uong\b"),
    (
        Level.DEPARTMENT,
        r"^(so|ban|chi cuc|thanh tra tinh|bo chi huy|cong an (tinh|thanh pho)"
        r"|van phong (uy ban nhan dan|ubnd))\b",
    ),
    (Level.PROVINCE, r"\b(uy ban nhan dan|ubnd|hdnd|hoi dong nhan dan) (tinh|thanh pho|tp)\b"),
    (
        Level.CENTRAL,
        r"^(bo|chinh phu|thu tuong|quoc hoi|van phong chinh phu|ngan hang nha nuoc|thanh tra chinh phu)\b",
    ),
)
_PROVINCE = re.compile(r"\b(?:tỉnh|thành phố|tp\.?)\s+(?!thuộc)([^,;(]+)", re.IGNORECASE)
_LONGEST = 40


def level_of(issuer: str) -> Level:
    """The level of an office, by the words of its name."""
    words = unaccented(issuer).casefold()
    return next((level for level, pattern in _LEVELS if re.search(pattern, words)), Level.OTHER)


def province_of(issuer: str) -> str:
    """The province or city that the name of an office ends with; empty where it names none."""
    found = _PROVINCE.findall(issuer)
    name = flat(found[-1]) if found else ""
    if len(name) > _LONGEST:
        return ""
    return name.title() if name.isupper() else name
