"""The words people see: English message ids, translated from ``locale/`` beside this module."""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent / "locale"

_language = "vi"

Made = TypeVar("Made")


def use(language: str) -> None:
    """Choose the language of all later messages; ``en`` is the message ids themselves."""
    global _language  # noqa: PLW0603 - one process speaks one language, as with gettext.install
    _language = language


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
    """Copy the catalogues for Sphinx, which writes compiled ones beside them; the copy's path.

    Raises:
        OSError: they cannot be written there.
    """
    try:
        return Path(shutil.copytree(LOCALE, target, dirs_exist_ok=True))
    except shutil.Error as error:  # all that went wrong; one is enough to say
        raise OSError(error.args[0][0][-1]) from error


@cache
def _messages(language: str) -> dict[str, str]:
    # The catalogue is read as it stands, so that there is no compiled copy to go stale.
    path = LOCALE / language / "LC_MESSAGES" / "kehoach.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string}
