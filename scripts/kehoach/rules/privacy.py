"""KH0xx: what must not be in the repository at all: secrets, and data of private persons."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kehoach.language import _
from kehoach.plan import Need, Plan
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Check, rule

#: The mark of a secret: alone on its line, in brackets, or before a colon or a dash; no word of a sentence.
_LEVEL = r"(?:TUYỆT MẬT|TỐI MẬT|MẬT)"
_SECRET = re.compile(
    rf"^[\W_]*({_LEVEL})[\W_]*$|[\[(]\s*({_LEVEL})\s*[\])]|^\W*({_LEVEL})\s*[:–-]\s"
    r"|^\W*[Đđ]ộ mật:\s*(\S.*)$",
    re.MULTILINE,
)
#: The number of a citizen, or of the identity card before it, behind the words for it.
_CITIZEN = re.compile(
    r"(?:\bCCCD\b|căn cước|định danh|\bCMND\b|chứng minh nhân dân)\D{0,40}?"
    r"((?:\d[ .]?){8}\d(?:[ .]?\d){0,3})(?!\d)",
    re.IGNORECASE,
)
#: A mobile number: ten digits in groups, or eleven from +84. Offices have landlines (02…).
_MOBILE = re.compile(r"(?<![\w.,/-])((?:\+84[ .]?|0)[35789]\d(?:[ .]?\d){7})(?![\w/-])")
#: What else begins so and has ten digits, and whose number everybody may call.
_NO_PERSON = re.compile(
    r"(?:mã số|\bMST\b|đường dây nóng|hotline|tổng đài|số tài khoản)\D{0,40}$", re.IGNORECASE
)
#: Nine digits, as either number has at least.
_LONG = re.compile(r"\d(?:[ .]?\d){8}")
#: Options that hold no words of people.
_NO_WORDS = frozenset({"url", "file", "sha256", "reviewed_against"})


class _Text(NamedTuple):
    """Words that people wrote of an object: its title, an option, its body."""

    need: Need
    option: str
    words: str

    def at(self, check: Check, start: int, message: str) -> Finding:
        """A finding on these words, from a character on."""
        if self.option != "body":
            return check.at(self.need, message, self.option)
        line = self.need.body_line + self.words.count("\n", 0, start)
        return Finding(self.need.path, line, "", self.need.id, message)


@rule("KH025", waivable=True)
def secret(check: Check) -> Iterator[Finding]:
    """Nothing here bears the mark of a state secret.

    Bad: ``:number: 12/KH-UBND (MẬT)``. Good: a plan about protecting state secrets ("bí mật nhà nước").
    """
    for text in _suspicious(check.plan):
        if found := _SECRET.search(text.words):
            message = _(
                'This bears the mark "{mark}". No secret document may be here: delete it, also from the '
                "history of the repository, and record a basis that is no secret."
            )
            mark = next(filter(None, found.groups()))
            yield text.at(check, found.start(), message.format(mark=mark))


@rule("KH026", waivable=True)
def citizen(check: Check) -> Iterator[Finding]:
    """No number of a citizen's identity card stands here.

    Bad: ``:result: Ông A, CCCD 012345678901``. Good: ``:result: Đã trao cho một cá nhân``.
    """
    for text in _suspicious(check.plan):
        if found := _CITIZEN.search(text.words):
            message = _("This is the identity number of a person. Delete it, and what tells who it is.")
            yield text.at(check, found.start(1), message)


@rule("KH027", waivable=True)
def telephone(check: Check) -> Iterator[Finding]:
    """No private telephone number stands here.

    Bad: ``:result: Liên hệ 0912 345 678``. Good: ``:result: Liên hệ Văn phòng, 0237 3852 246``.
    """
    for text in _suspicious(check.plan):
        numbers = _MOBILE.finditer(text.words)
        private = (found for found in numbers if not _NO_PERSON.search(text.words[: found.start()]))
        if found := next(private, None):
            message = _('"{number}" is a mobile number, as persons have. Write the number of the office.')
            yield text.at(check, found.start(), message.format(number=found[1].strip()))


def _suspicious(plan: Plan) -> list[_Text]:
    """The few texts in which any of these may be: those with a sign of it, which takes little time to see."""
    return plan.once((_suspicious,), lambda: list(_found(plan)))


def _found(plan: Plan) -> Iterator[_Text]:
    for need in (*plan.needs.values(), *plan.duplicates):
        # Nearly none: all words of an object are looked through at once.
        if _may("\0".join((need.title, *need.options.values(), need.body))):
            for option, words in {"title": need.title, **need.options, "body": need.body}.items():
                if option not in _NO_WORDS and _may(words):
                    yield _Text(need, option, words)


def _may(words: str) -> bool:
    return "MẬT" in words or "ộ mật:" in words or _LONG.search(words) is not None
