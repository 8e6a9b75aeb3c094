"""The words people see: English message ids, translated from ``locale/`` beside this module."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

LOCALE = Path(__file__).parent / "locale"
#: An entry of a catalogue: a message and its translation, neither empty.
_ENTRY = re.compile(r'^msgid "(.+)"\nmsgstr "(.+)"$', re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)")
_SIGNS = {"n": "\n", "t": "\t", "r": "\r"}

_language = "vi"

Made = TypeVar("Made")


def use(language: str) -> None:
    """Choose the language of all later messages; ``en`` is the message ids themselves."""
    global _language  # noqa: PLW0603 - one process speaks one language, as with gettext.install
    _language = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is made meanwhile is in that language."""
    before = _language
    use(language)
    try:
        yield
    finally:
        use(before)


def language() -> str:
    """The language of messages, as HTML names it."""
    return _language


def _(message: str) -> str:
    """Translate ``message``, a literal msgid; unknown ones come back unchanged."""
    return _messages(_language).get(message, message)


def once_a_language(make: Callable[[], Made]) -> Callable[[], Made]:
    """Make something of translated words once for each language, however often it is asked for."""
    made = cache(lambda _language: make())
    return lambda: made(_language)


def copy_locale(target: Path) -> Path:
    """Copy Sphinx's words for Sphinx, which compiles whatever catalogue it finds; the copy's path.

    Raises:
        OSError: they cannot be written there.
    """
    import shutil  # here and elsewhere: a check does without, and starts as fast as it can

    try:
        ours = shutil.ignore_patterns("kehoach.po")
        return Path(shutil.copytree(LOCALE, target, ignore=ours, dirs_exist_ok=True))
    except shutil.Error as error:  # all that went wrong; one is enough to say
        raise OSError(error.args[0][0][-1]) from error


@cache
def _messages(language: str) -> dict[str, str]:
    # The catalogue is read as it stands, so that there is no compiled copy to go stale; and not by Babel,
    # whose reader takes a quarter of a small check. Ours reads what is there: no plurals, no contexts.
    path = LOCALE / language / "LC_MESSAGES" / "kehoach.po"
    if not path.exists():
        return {}
    joined = path.read_text(encoding="utf-8").replace('"\n"', "")  # a string may take several lines
    return {_meant(message): _meant(translation) for message, translation in _ENTRY.findall(joined)}


def _meant(string: str) -> str:
    return _ESCAPED.sub(lambda sign: _SIGNS.get(sign[1], sign[1]), string) if "\\" in string else string
