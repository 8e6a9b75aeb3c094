"""Fixes of the form of a page: most faults are read around, so a fix writes what was read."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from kehoach.editing.drafts import Draft
from kehoach.editor.edit import Edit
from kehoach.language import _
from kehoach.language.text import INVISIBLE, nfc, slug, without_heaps
from kehoach.plan import Fault, FaultKind, Need, syntax


@lru_cache(maxsize=8)  # many findings of one page are looked at one after the other
def _lines(text: str) -> tuple[str, ...]:
    return tuple(syntax.lines_of(text))


class Faulty:
    """The page that a fault is on, line by line."""

    def __init__(self, draft: Draft, fault: Fault) -> None:
        self.fault = fault
        self.plan = draft.plan
        self.lines = _lines(draft.text(fault.path))
        #: The object that the fault is in.
        self.need: Need | None = draft.plan.needs.get(fault.id)

    @property
    def at(self) -> int:
        """The index of the line of the fault."""
        return self.fault.line - 1

    def words(self, index: int) -> str:
        """A line without its end."""
        return syntax.parted(self.lines[index])[0]

    def edit(self, index: int, *words: str, count: int = 1) -> Edit:
        """The edit that puts other words in the place of lines, with the end that the first of them has."""
        end = syntax.parted(self.lines[index])[1] or "\n" if index < len(self.lines) else "\n"
        return Edit(self.fault.path, index + 1, count, tuple(f"{line}{end}" for line in words))

    def changed(self, change: Callable[[str], str]) -> Iterator[Edit]:
        """An edit for each line that a change makes another."""
        for index, line in enumerate(self.lines):
            if (other := change(line)) != line:
                yield Edit(self.fault.path, index + 1, 1, (other,))

    def option(self, name: str) -> str:
        """The line of an option as it was read; empty where it was not."""
        values = self.need.options if self.need else {}
        value = values.get(name) or (", ".join(self.need.to(name)) if self.need else "")
        return f":{name}: {value}" if value else ""


#: A value between quotes that has none of them inside.
_QUOTED = re.compile(r"""^(["'])((?:(?!\1).)*)\1$""")


class _Change(NamedTuple):
    """What a fix of a fault is called, the lines it replaces, and whether nothing is guessed."""

    title: str
    edits: Iterable[Edit]
    safe: bool = True


_Changes = Iterator[_Change]


def _composed(page: Faulty) -> _Changes:
    yield _Change(_("Write letters with their marks as one (NFC)"), page.changed(nfc))


def _ends(page: Faulty) -> _Changes:
    if page.fault.detail == "BOM":
        bare = page.changed(lambda line: line.removeprefix("\ufeff"))
        yield _Change(_("Take the byte order mark away"), bare)
    elif page.fault.detail == "CR":
        ended = page.changed(lambda line: syntax.LINE_END.sub("\n", line))
        yield _Change(_("End lines as everywhere (LF)"), ended)
    else:
        spaced = page.changed(lambda line: syntax.HIDDEN_LINE_END.sub(" ", line))
        yield _Change(_("Write a space for the hidden line end"), spaced)


def _unseen(page: Faulty) -> _Changes:
    title = _("Take invisible characters away")
    if page.fault.field:
        seen = syntax.NO_WIDTH.sub("", syntax.NO_BREAK.sub(" ", page.words(page.at))).rstrip()
        yield _Change(title, [page.edit(page.at, re.sub(r"^(\s*:\w+:) +", r"\1 ", seen))])
    else:
        yield _Change(title, page.changed(lambda line: without_heaps(INVISIBLE.sub("", line))))


def _lost(page: Faulty) -> _Changes:
    """An option written in another way, or below a gap."""
    name = page.fault.field
    if page.fault.hint:
        title = _('Write "{line}"').format(line=page.fault.hint)
        yield _Change(title, [page.edit(page.at, page.fault.hint)])
        return
    if page.need is None:
        return
    top, end = page.need.line, page.at
    while syntax.OPTION.match(page.words(top)):
        top += 1
    while end < len(page.lines) and syntax.OPTION.match(page.words(end)):
        end += 1
    # Of two gaps one stays.
    gap = page.at - 1 >= top and not page.words(page.at - 1).strip() and not page.words(end).strip()
    moved = [page.words(index) for index in range(page.at, end)]
    start = page.at - 1 if gap else page.at
    title = _("Move it up to the other options: {name}").format(name=name)
    yield _Change(title, [page.edit(top, *moved, count=0), page.edit(start, count=end - start)])


def _wrapped(page: Faulty) -> _Changes:
    """A value that goes on in the next lines."""
    end = page.at + 1
    while end < len(page.lines) and page.words(end).strip() and not page.words(end).lstrip().startswith(":"):
        end += 1
    joined = " ".join(
        [page.words(page.at).rstrip(), *(page.words(i).strip() for i in range(page.at + 1, end))]
    )
    yield _Change(_("Join the lines of the value"), [page.edit(page.at, joined, count=end - page.at)])


def _key(page: Faulty) -> _Changes:
    found = syntax.OPTION.match(page.words(page.at)) or syntax.LOOSE_OPTION.match(page.words(page.at))
    if page.fault.hint and found:
        value = found[found.re.groups].strip()
        title = _('Write the key "{key}"').format(key=page.fault.hint)
        names = page.plan.model.types[page.need.type].names if page.need else {}
        safe = _surely(page.fault.detail, names, page.fault.hint)
        yield _Change(title, [page.edit(page.at, f":{page.fault.hint}: {value}")], safe)


def _surely(words: str, names: Mapping[str, str], key: str) -> bool:
    """Whether words are a key but for capitals, what people call it, or words that stand in no other name."""
    wanted = slug(words)
    found = {named for name, named in names.items() if f"-{wanted}-" in f"-{name}-"}
    return words.strip().lower() == key or names.get(wanted) == key or ("-" in wanted and found == {key})


def _type(page: Faulty) -> _Changes:
    """A type by another name, or an opening line that opens nothing."""
    words = page.words(page.at)
    found = syntax.OPENING.match(words) or syntax.LOOSE_OPENING.match(words)
    if page.fault.hint and found:
        colons = ":" * max(3, len(found[1]))
        opening = f"{colons}{{{page.fault.hint}}} {(found[found.re.groups] or '').strip()}".rstrip()
        name = found[2] or (found[3] if found.re.groups > 3 else "") or ""
        titles = {slug(declared.title): one for one, declared in page.plan.model.types.items()}
        safe = _surely(name, titles, page.fault.hint)
        title = _('Write "{line}"').format(line=opening)
        yield _Change(title, [page.edit(page.at, opening)], safe)


def _twice(page: Faulty) -> _Changes:
    """The second line of an option, where it says what the first says."""
    found = syntax.OPTION.match(page.words(page.at))
    if found and page.option(page.fault.field) == f":{page.fault.field}: {found[3].strip()}":
        yield _Change(_("Delete the line that is there twice"), [page.edit(page.at)])


def _computed(page: Faulty) -> _Changes:
    yield _Change(_("Delete what is computed"), [page.edit(page.at)])


def _unclosed(page: Faulty) -> _Changes:
    """An object without its last line, with the stray one further down where there is one; or a stray one.

    Or its last line, too far in.
    """
    if page.fault.detail == "indented":
        title = _('Put the ":::" at the beginning of its line')
        yield _Change(title, [page.edit(page.at, page.words(page.at).strip())])
        return
    if page.fault.detail == "stray":
        yield _Change(_('Delete the ":::" that closes nothing'), [page.edit(page.at)])
        return
    opening = syntax.OPENING.match(page.words(page.at)) or syntax.LOOSE_OPENING.match(page.words(page.at))
    colons = len(opening[1]) if opening else 3
    end = page.at + 1
    while end < len(page.lines) and not _begins(page.words(end), colons):
        end += 1
    last = max(index for index in range(page.at, end) if page.words(index).strip())
    title = _('Close the object with ":::"')
    added = page.edit(last, page.words(last), ":" * max(3, colons))
    yield _Change(title, [added])
    closing = [index for index in range(end, len(page.lines)) if syntax.CLOSING.match(page.words(index))]
    for stray in closing[1:2]:
        yield _Change(title, [added, page.edit(stray)])


def _begins(words: str, colons: int) -> bool:
    opening = syntax.OPENING.match(words)
    return bool(opening and len(opening[1]) >= colons) or bool(syntax.HEADING.match(words))


def _dashes(page: Faulty) -> _Changes:
    """Options between lines of dashes."""
    if page.need:
        end = page.at + 1
        while end < len(page.lines) and not page.words(end).startswith("---"):
            end += 1
        inside = range(page.at + 1, end + 1)
        names = {name for name, line in page.need.lines.items() if line - 1 in inside}
        written = [page.option(name) for name in page.need.lines if name in names]
        id_line = [f":id: {page.need.id}"] if "id" in names else []
        lines = [*id_line, *filter(None, written)]
        keys = {page.words(index).lstrip(" :").partition(":")[0].strip() for index in inside}
        change = page.edit(page.at, *lines, count=end + 1 - page.at)
        yield _Change(_("Write options without dashes"), [change], safe=names <= keys)


def _cut(page: Faulty) -> _Changes:
    """A value that would not be read whole: without a space, with tabs, between quotes."""
    if found := syntax.OPTION.match(page.words(page.at)):
        value = " ".join(found[3].split())
        bare = _QUOTED.sub(r"\2", value).strip()
        change = page.edit(page.at, f"{found[1].strip()} {bare}".rstrip())
        yield _Change(_("Write the value so that it is read whole"), [change])


#: What mends a fault of each kind.
OF_FAULTS: dict[FaultKind, Callable[[Faulty], _Changes]] = {
    FaultKind.NOT_NFC: _composed,
    FaultKind.LINE_ENDS: _ends,
    FaultKind.INVISIBLE: _unseen,
    FaultKind.LOST_OPTION: _lost,
    FaultKind.TWO_LINES: _wrapped,
    FaultKind.UNKNOWN_OPTION: _key,
    FaultKind.MARKUP: _type,
    FaultKind.DUPLICATE_OPTION: _twice,
    FaultKind.COMPUTED_OPTION: _computed,
    FaultKind.UNCLOSED: _unclosed,
    FaultKind.DASH_BLOCK: _dashes,
    FaultKind.CUT_VALUE: _cut,
}
