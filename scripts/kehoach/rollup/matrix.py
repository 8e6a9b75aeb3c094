"""Every office below with every task of ours, as text of one width: what a sheet of paper has room for."""

from collections.abc import Callable, Iterator
from itertools import groupby
from string import ascii_uppercase

from kehoach.language import _
from kehoach.language.text import cut
from kehoach.progress import State
from kehoach.reports.words import day, state_label
from kehoach.rollup.below import Below, Line, Office, plans_of, short

#: So many offices and tasks stand in a block: a sheet in landscape has room for one.
_OFFICES, _TASKS = 60, 40
#: Letters of a name, and of the number of a plan.
_NAME, _NUMBER = 30, 21
_NOBODY, _CONFIRMED = ".", "*"


def legend(found: Below) -> str:
    """What the letters and the numbers of columns stand for."""
    told = [f"{letter} {state_label(state)}" for state, letter in _letters(found).items()]
    told += [f"{_NOBODY} {_('Not taken up')}", f"{_CONFIRMED} {_('Confirmed by us')}"]
    columns = (
        *(_("Issued"), _("Its figures end on")),
        *(_("Falls to it"), _("Taken up"), _("Reported done"), _("Confirmed by us")),
    )
    return "; ".join((*told, *(f"({number}) {words}" for number, words in enumerate(columns, 1))))


def blocks(found: Below, part: Callable[[Line], str]) -> Iterator[str]:
    """The matrix in blocks with heads of their own: the part that tasks are of, and their clauses in it."""
    letters = _letters(found)
    heads = (_("Office"), _("Plan"), *(f"({number})" for number in range(1, 7)))
    for column in range(0, len(found.lines), _TASKS):
        lines = found.lines[column : column + _TASKS]
        names = [line.task["clause"].removeprefix(f"{line.task.chapter}.") for line in lines]
        width = max([2, *map(len, names)]) + 1
        above = "".join(
            cut(name, (room := width * len([*some])) - 1).ljust(room) for name, some in groupby(lines, part)
        )
        first = _row(heads)
        head = [f"{'':{len(first)}}{above}", first + "".join(name.ljust(width) for name in names)]
        for row in range(0, len(found.offices), _OFFICES):
            rows = [
                _row(_about(office)) + "".join(_cell(office, line, letters).ljust(width) for line in lines)
                for office in found.offices[row : row + _OFFICES]
            ]
            yield "\n".join(map(str.rstrip, (*head, *rows)))


def _letters(found: Below) -> dict[State, str]:
    """A letter for each state that is reported."""
    reported = {state for line in found.lines for state in line.states.values()}
    return dict(zip((state for state in State if state in reported), ascii_uppercase, strict=False))


def _about(office: Office) -> tuple[str, ...]:
    issued = day(office.plans[0].on) if office.plans else ""
    counts = (office.asked, office.taken, office.done, office.confirmed)
    heard = day(office.heard) if office.heard else ""
    return short(office.agency), plans_of(office), issued, heard, *map(str, counts)


def _row(cells: tuple[str, ...]) -> str:
    name, number, issued, heard, *counts = cells
    told = f"{cut(name, _NAME):{_NAME}} {cut(number, _NUMBER):{_NUMBER}} {issued:10} {heard:10}"
    return f"{told} {' '.join(f'{count:>3}' for count in counts)}  "


def _cell(office: Office, line: Line, letters: dict[State, str]) -> str:
    key = office.agency.id
    confirmed = _CONFIRMED if key in line.confirmed else ""
    if state := line.states.get(key):
        return letters[state] + confirmed
    return (_NOBODY if any(asked.id == key for asked in line.asked) else "") + confirmed
