"""Texts in fonts of before Unicode, TCVN3 (".VnTime") and VNI, whose letters are other signs elsewhere.

TCVN3 after TCVN 5712:1993, VN3; VNI after its code page for Windows.
"""

import re
import unicodedata

_TONES = (
    "\u0300",
    "\u0301",
    "\u0309",
    "\u0303",
    "\u0323",
)  # as both tables list them: huyền sắc hỏi ngã nặng
#: Each vowel with no tone and its five tones; capitals with tones are small letters in a font of capitals.
_TCVN3 = {
    "a": "aµ¸¶·¹", "ă": "¨»¾¼½Æ", "â": "©ÇÊÈÉË", "e": "eÌÐÎÏÑ", "ê": "ªÒÕÓÔÖ", "i": "i×ÝØÜÞ",
    "o": "oßãáâä", "ô": "«åèæçé", "ơ": "¬êíëìî", "u": "uïóñòô", "ư": "\xadõøö÷ù", "y": "yúýûüþ",
}  # fmt: skip
_TCVN3_SINGLE = {"®": "đ", "§": "Đ", "¡": "Ă", "¢": "Â", "£": "Ê", "¤": "Ô", "¥": "Ơ", "¦": "Ư"}
#: Behind the vowel: the tones alone, and with the mark of â, ê, ô and of ă.
_VNI_TONES = "øùûõï"
_VNI_MARKED = {"\u0302": "âàáåãä", "\u0306": "êèéúüë"}
_VNI_SINGLE = {
    "ñ": "đ", "Ñ": "Đ", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
    "Ì": "Ì", "Í": "Í", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị", "Î": "Ỵ",
}  # fmt: skip
#: Of a hundred letters of a text in such a font, so many are signs that Vietnamese in Unicode does not use.
_SHARE = 0.03
_UNICODE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


def _tcvn3() -> dict[str, str]:
    found = dict(_TCVN3_SINGLE)
    for vowel, signs in _TCVN3.items():
        for sign, tone in zip(signs, ("", *_TONES), strict=True):
            found[sign] = unicodedata.normalize("NFC", vowel + tone)
    return found


def _vni() -> dict[str, str]:
    found = dict(_VNI_SINGLE)
    for vowel in "aeouyôöAEOUYÔÖ":
        plain = {"ô": "ơ", "ö": "ư", "Ô": "Ơ", "Ö": "Ư"}.get(vowel, vowel)
        found[vowel] = plain
        pairs = list(zip(_VNI_TONES, _TONES, strict=True))
        for mark, signs in _VNI_MARKED.items():
            pairs += [(sign, mark + tone) for sign, tone in zip(signs, ("", *_TONES), strict=True)]
        for sign, tone in pairs:
            letter = unicodedata.normalize("NFC", plain + tone)
            if len(letter) == 1:
                found[vowel + sign] = found[vowel + sign.upper()] = letter
    return found


_TABLES = {"TCVN3": _tcvn3(), "VNI": _vni()}
#: What stands in such texts, and never or seldom in others.
_SIGNS = {
    "TCVN3": re.compile(r"[®§µ¶·¸¹»¼½¾©ª«¬\xad¨÷×]"),
    "VNI": re.compile(r"[aeouyôöAEOUYÔÖ][øùûõïâàáåãäêèéúüëØÙÛÕÏÂÀÁÅÃÄÊÈÉÚÜË]|[ñÑ]"),
}


def in_unicode(text: str) -> tuple[str, str]:
    """The text in Unicode, and the name of the code that it was in; empty where it was Unicode."""
    letters = sum(map(str.isalpha, text))
    if _UNICODE.search(text) or not letters:
        return text, ""
    name = max(_SIGNS, key=lambda name: len(_SIGNS[name].findall(text)))
    if len(_SIGNS[name].findall(text)) < _SHARE * letters:
        return text, ""
    table = _TABLES[name]
    form = re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))
    return form.sub(lambda found: table[found[0]], text), name
