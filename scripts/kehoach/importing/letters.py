"""The Vietnamese letters, as classes of regular expressions: "À-Ỹ" would hold small ones too."""

import unicodedata

_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_CAPITALS = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in "AĂÂEÊIOÔƠUƯY" for tone in _TONES)
#: All capital letters.
CAPITAL = f"[A-ZĐ{_CAPITALS}]"
