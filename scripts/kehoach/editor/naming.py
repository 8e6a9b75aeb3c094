"""Objects by the IDs that name them: what an ID at a place means, where else it stands, whether it can be."""

from collections.abc import Iterator
from itertools import islice

from kehoach.editing import renaming
from kehoach.editor.pages import Place
from kehoach.editor.session import Session
from kehoach.language import _
from kehoach.language.text import folded
from kehoach.plan import Need
from kehoach.rules.form import refused_id


def ids(session: Session, path: str, first: int, last: int) -> Iterator[tuple[Place, Need]]:
    """Every ID of an object from one line of a page to another, with the object."""
    needs = session.plan.needs
    for line, column, named in session.page(path).ids(first, last):
        if need := needs.get(named):
            yield Place(path, line, column, len(named)), need


def id_at(session: Session, path: str, line: int, column: int) -> tuple[Place, Need] | None:
    """The ID that a place is in, with its object."""
    found = ids(session, path, line, line)
    return next((one for one in found if one[0].column <= column <= one[0].column + one[0].length), None)


def mentions(session: Session, need: Need) -> list[Place]:
    """Every place that names an object, its own ID included, also on pages beside ``needs/``."""
    pages = sorted({*session.pages, *renaming.pages(session.root)})  # also pages that are not saved yet
    return [
        Place(path, line, column, len(named))
        for path in pages
        if need.id in session.page(path).text  # which most are not in, and looking takes no time
        for line, column, named in _naming(session, path, need.id)
    ]


def _naming(session: Session, path: str, need_id: str) -> Iterator[tuple[int, int, str]]:
    page = session.page(path)
    for number, line in enumerate(page.lines, 1):
        if need_id in line:
            yield from (found for found in page.ids(number, number) if found[2] == need_id)


def check_id(session: Session, need: Need, new_id: str) -> None:
    """Refuse an ID that an object cannot be given.

    Raises:
        ValueError: it cannot be one, or is taken.
    """
    wrong = refused_id(session.plan.model, need.type, new_id)
    if new_id in session.plan.needs:
        wrong = _('"{id}" is the ID of another object.').format(id=new_id)
    if wrong:
        raise ValueError(wrong)


#: So many objects are shown of those that some words may mean.
MOST = 100


def called(session: Session, words: str) -> list[Need]:
    """The objects whose ID, abbreviation or title has all of some words, with or without accents."""
    wanted = folded(words).split()
    found = (need for need in session.plan.needs.values() if all(one in _searched(need) for one in wanted))
    return [*islice(found, MOST)]


def _searched(need: Need) -> str:
    """What an object is found by, folded: its ID, its abbreviation, its title."""
    return folded(f"{need.id} {need['abbr']} {need.title}")
