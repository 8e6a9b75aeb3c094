"""The objects of a page, found around the mistakes people make in writing them."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from sys import intern
from typing import NamedTuple

from kehoach.language.spelling import closest
from kehoach.plan import Fault, FaultKind, Frame, Heading, Need, Plan, markup, model, syntax
from kehoach.plan.model import Model, NeedType

#: Directives in others beyond so many are read as lines of the last: each is a finding, however many follow.
_DEPTH = 20


@dataclass
class Collected:
    """What has been read so far, page by page."""

    model: Model
    needs: list[Need] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    #: What texts name by ``{need}``: a fault each where no such object turns up.
    mentions: list[Fault] = field(default_factory=list)

    def extend(self, page: "Collected") -> None:
        """Add what another page holds."""
        self.needs += page.needs
        self.headings += page.headings
        self.frames += page.frames
        self.faults += page.faults
        self.mentions += page.mentions

    def plan(self) -> Plan:
        """All of it as a plan; of needs with the same ID the first counts."""
        needs: dict[str, Need] = {}
        duplicates = []
        for need in self.needs:
            # A need without an ID is kept under its place, so that other rules still see it.
            key = need.id or f"{need.path}:{need.line}"
            if needs.setdefault(key, need) is not need:
                duplicates.append(need)
        return Plan(
            self.model,
            needs,
            tuple(duplicates),
            tuple(self.headings),
            tuple(self.frames),
            (*self.faults, *(mention for mention in self.mentions if mention.detail not in needs)),
        )


def read_page(name: str, text: str, found: Collected) -> None:
    """Add the objects, headings and frames of a page, and what had to be read around."""
    page = _Page(name, text, found)
    page.read()
    if max(map(len, page.lines)) > syntax.LONGEST:
        for number, line in enumerate(page.lines, 1):
            if len(line) > syntax.LONGEST:
                found.faults.append(Fault(FaultKind.LONG_LINE, name, number, detail=str(len(line))))
    if any(sign in text for sign in syntax.UNSEEN):
        said = {fault.line for fault in found.faults if fault.kind is FaultKind.INVISIBLE}
        for number, line in enumerate(page.lines, 1):
            if number not in said and (unseen := syntax.NO_WIDTH.search(line)):
                found.faults.append(Fault(FaultKind.INVISIBLE, name, number, detail=markup.called(unseen[0])))
                break


class _Opening(NamedTuple):
    """What a line that opens a directive says."""

    colons: int
    name: str
    title: str


class _Fence(NamedTuple):
    """A directive's extent: its opening line, the line after its content, the line after it all."""

    colons: int
    name: str
    title: str
    start: int
    end: int
    after: int
    closed: bool


class _Page:
    """One file. Line indexes count from 0, as in ``lines``; faults and needs count from 1."""

    def __init__(self, path: str, text: str, found: Collected) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.found = found
        self.types = found.model.types
        #: The objects that look like plain ones, by their first lines.
        self.plain: dict[int, re.Match[str]] = {}
        line = start = 0
        for plain in syntax.PLAIN.finditer(text):
            line += text.count("\n", start, plain.start())
            self.plain[line] = plain
            start = plain.start()
        #: The lines that could open or close anything.
        self.marks = [index for index, line in enumerate(self.lines) if "::" in line]
        if "```" in text or "~~~" in text:
            code = (index for index, line in enumerate(self.lines) if "```" in line or "~~~" in line)
            self.marks = sorted({*self.marks, *code})
        #: Unclosed fences whose closing line may still turn up as a stray one.
        self.owed = 0
        #: Marks of code that nothing closes from some line on.
        self.endless: set[str] = set()
        #: In how many needs the one that is read stands.
        self.depth = 0

    def read(self) -> None:
        index, text_start = 0, 0
        while (index := self.mark(index)) < len(self.lines):
            line = self.lines[index]
            if index in self.plain or ("::" in line and (self.opening(line) or syntax.CLOSING.match(line))):
                self.read_text(text_start, index)
                index = text_start = self.read_plain(index) or self.read_block(index)
            else:
                index += 1
        self.read_text(text_start, len(self.lines))

    def mark(self, index: int) -> int:
        """The next line from ``index`` on that could open or close anything, or the end of the page."""
        place = bisect_left(self.marks, index)
        return self.marks[place] if place < len(self.marks) else len(self.lines)

    def fault(self, kind: FaultKind, index: int, need_id: str = "", **details: str) -> None:
        self.found.faults.append(Fault(kind, self.path, index + 1, need_id, **details))

    def read_text(self, start: int, end: int) -> None:
        """Headings and paragraphs between directives."""
        text = self.lines[start:end]
        if not any(text):
            return
        for offset, line in enumerate(text):
            if heading := syntax.HEADING.match(line):
                place = start + offset + 1
                words = syntax.CLOSING_MARKS.sub("", heading[2].strip(" \t")).rstrip(" \t")
                self.found.headings.append(Heading(len(heading[1]), words, self.path, place))
        self.check_markup(start, end, "")

    def check_markup(self, start: int, end: int, need_id: str) -> None:
        inside = bool(need_id)
        forbidden = list(markup.forbidden(self.lines[start:end], in_need=inside))
        for offset, what in forbidden:
            self.fault(FaultKind.MARKUP, start + offset, need_id, detail=what)
        if forbidden:
            return
        for offset, named in markup.mentions(self.lines[start:end]):
            place = start + offset + 1
            self.found.mentions.append(Fault(FaultKind.MENTION, self.path, place, need_id, detail=named))

    def read_plain(self, index: int) -> int:
        """Read an object at once, if all of it is surely what it looks like; the line after it, else 0."""
        if index not in self.plain:
            return 0
        name, title, block, body = self.plain[index].groups()
        count, need_type = block.count("\n"), self.types.get(name)
        values = {intern(key): value.rstrip(" ") for key, value in syntax.PLAIN_OPTION.findall(block)}
        sure = len(values) == count and "id" in values and block.replace("\n", "").isprintable()
        if not (sure and need_type and need_type.options.issuperset(values)):
            return 0
        body_start = index + 1 + count + (body is not None)
        end = body_start + (body or "").count("\n")
        need = _NeedReader(self, _Fence(3, name, title.strip(), index, end, end + 1, closed=True), need_type)
        need.values, need.lines = values, {key: line for line, key in enumerate(values, index + 2)}
        need.check(body_start, end)
        self.found.needs.append(need.made(body or "", body_start))
        return end + 1

    def read_block(self, index: int) -> int:
        """Read the directive that opens at ``index``, if one does; the index of the line after it."""
        opening = self.opening(self.lines[index])
        if not opening:
            if self.owed:
                self.owed -= 1
            else:
                self.fault(FaultKind.UNCLOSED, index, detail="stray")
            return index + 1
        fence = self.fence(index, opening)
        if not syntax.OPENING.match(self.lines[index]):
            detail, hint = self.lines[index].strip(), fence.name
            self.fault(FaultKind.MARKUP, index, self.id_in(fence), detail=detail, hint=hint)
        if not fence.closed:
            self.owed += 1
            self.fault(FaultKind.UNCLOSED, index, need_id=self.id_in(fence), detail=fence.name)
        elif not syntax.EXACT_CLOSING.match(self.lines[fence.end]):
            self.fault(FaultKind.UNCLOSED, fence.end, need_id=self.id_in(fence), detail="indented")
        if fence.name == "frame":
            if fence.title:  # it would become a line of the text, or be lost
                self.fault(FaultKind.MARKUP, index, detail=fence.title)
            text = "\n".join(self.lines[index + 1 : fence.end])
            self.found.frames.append(Frame(self.path, index + 2, text))
        elif need_type := self.need_type(fence):
            self.found.needs.append(_NeedReader(self, fence, need_type).read())
        return fence.after

    def need_type(self, fence: _Fence) -> NeedType | None:
        """The type a directive means; a misspelt or forbidden name is a fault."""
        if fence.name in self.types:
            return self.types[fence.name]
        near = self.meant(fence.name)
        self.fault(FaultKind.MARKUP, fence.start, self.id_in(fence), detail="{" + fence.name + "}", hint=near)
        return self.types.get(near)

    def id_in(self, fence: _Fence) -> str:
        for line in self.lines[fence.start + 1 : fence.end]:
            if option := syntax.ID_OPTION.match(line):
                return option[1].strip()
        return ""

    def opening(self, line: str) -> _Opening | None:
        """What a line says that opens a directive, or was meant to open a need."""
        if exact := syntax.OPENING.match(line):
            return _Opening(len(exact[1]), exact[2], (exact[3] or "").strip())
        if loose := syntax.LOOSE_OPENING.match(line):
            name = (loose[2] or loose[3]).strip()
            if loose[2] and name not in self.types:
                name = self.found.model.type_called(name)
            if name in self.types:
                return _Opening(max(3, len(loose[1])), name, loose[4].strip())
        return None

    def is_need(self, name: str) -> bool:
        return name in self.types or name == "frame" or bool(self.meant(name))

    def meant(self, name: str) -> str:
        """The type that a name of none means; empty where it may mean anything."""
        return closest(name, self.types) or self.found.model.type_called(name)

    def fence(self, start: int, opening: _Opening, depth: int = 0) -> _Fence:
        """Find where the directive that opens so at ``start`` was meant to end.

        A need that opens inside with fewer colons is nested; one with as many or more shows that
        this one was never closed. Other directives inside are skipped with their content.
        """

        def ends(end: int, after: int, *, closed: bool) -> _Fence:
            return _Fence(*opening, start, end, after, closed)

        index = start + 1
        while (index := self.mark(index)) < len(self.lines):
            line = self.lines[index]
            if "::" in line:
                if syntax.closes(line, opening.colons):
                    return ends(index, index + 1, closed=True)
                if inner := self.opening(line):
                    if self.is_need(inner.name) and inner.colons >= opening.colons:
                        break
                    index = self.fence(index, inner, depth + 1).after if depth < _DEPTH else index + 1
                    continue
            elif code := syntax.CODE_FENCE.match(line):
                index = self.after_code(index, code[1])
                continue
            index += 1
        end = self.heading_before(start + 1, index)
        return ends(end, end, closed=False)

    def after_code(self, start: int, mark: str) -> int:
        """The line after a code fence; after its first line where it is never closed."""
        for index in range(start + 1, len(self.lines) if mark not in self.endless else 0):
            line = self.lines[index].strip()
            if line.startswith(mark) and not line.strip(mark[0]):
                return index + 1
        self.endless.add(mark)
        return start + 1

    def heading_before(self, start: int, end: int) -> int:
        """An unclosed need does not swallow the next heading either."""
        return next((i for i in range(start, end) if syntax.HEADING.match(self.lines[i])), end)


class _NeedReader:
    """One need directive: its options, then its body."""

    def __init__(self, page: _Page, fence: _Fence, need_type: NeedType) -> None:
        self.page = page
        self.fence = fence
        self.type = need_type
        self.values: dict[str, str] = {}
        self.lines: dict[str, int] = {}

    @cached_property
    def id(self) -> str:
        return self.page.id_in(self.fence)

    def fault(self, kind: FaultKind, index: int, **details: str) -> None:
        self.page.fault(kind, index, self.id, **details)

    def read(self) -> Need:
        body_start = self.read_body(self.read_options(self.fence.start + 1))
        return self.made("\n".join(self.page.lines[body_start : self.fence.end]), body_start)

    def made(self, body: str, body_start: int) -> Need:
        """The object, of the options read so far and its text."""
        values, links = {}, {}
        for name, value in self.values.items():
            if name in self.type.links:
                links[name] = syntax.split_links(value)
            elif name in self.type.fields:
                values[name] = value
        return Need(
            type=self.type.name,
            id=self.values.get("id", ""),
            title=self.fence.title,
            path=self.page.path,
            line=self.fence.start + 1,
            options=values,
            links=links,
            lines=self.lines,
            body=body.rstrip(),
            body_line=body_start + 1,
        )

    def read_options(self, index: int) -> int:
        """Take the block of options under the opening line; the index of the line after it."""
        lines, end = self.page.lines, self.fence.end
        if index < end and lines[index].startswith("---"):
            index = self.read_dash_block(index)
        previous = ""
        while index < end:
            line = lines[index]
            if option := syntax.OPTION.match(line):
                previous = self.take(option[2], option[3], index)
            elif (loose := self.loose(line)) and loose[1] in self.type.options:
                name, value = loose[1], loose[2].strip()
                self.fault(FaultKind.LOST_OPTION, index, field=name, detail=name, hint=f":{name}: {value}")
                previous = self.take(name, f" {value}", index)
            elif loose and line.lstrip().startswith((":", "\uff1a")):
                previous = self.take(loose[1], f" {loose[2]}", index)
            elif previous and self.continues(index):
                index = self.join(previous, index)
                continue
            elif syntax.ANY_OPTION.match(line):
                self.fault(FaultKind.UNKNOWN_OPTION, index, detail=line.strip())
            else:
                break
            index += 1
        return index

    def loose(self, line: str) -> re.Match[str] | None:
        """What may have been meant for an option: its key, and what stands behind it."""
        if loose := syntax.LOOSE_OPTION.match(line):
            return loose
        half = syntax.HALF_OPTION.match(line)
        return half if half and half[1] in self.type.options else None

    @cached_property
    def stops(self) -> list[int]:
        """The lines where a wrapped value ends at the latest: options, and gaps."""
        inside = range(self.fence.start + 1, self.fence.end)
        lines = self.page.lines
        return [index for index in inside if not lines[index].strip() or syntax.OPTION.match(lines[index])]

    def join(self, option: str, index: int) -> int:
        """Join wrapped lines to the value above them; the index of the line after them."""
        start, wrapped = self.lines[option] - 1, self.page.lines[index].strip()
        self.fault(FaultKind.TWO_LINES, start, field=option, detail=wrapped)
        words = [self.values[option]]
        while index < self.fence.end and self.continues(index):
            words.append(self.page.lines[index].strip())
            index += 1
        self.values[option] = " ".join(words)
        return index

    def continues(self, index: int) -> bool:
        """Whether a line that is no option wraps the value above it: options follow, no gap between."""
        line = self.page.lines[index]
        if not line.strip() or syntax.OPTION.match(line) or self.page.opening(line):
            return False
        place = bisect_right(self.stops, index)
        if place < len(self.stops) and self.page.lines[self.stops[place]].strip():
            return True
        return line[0] in " \t"

    def read_dash_block(self, index: int) -> int:
        lines, end = self.page.lines, self.fence.end
        self.fault(FaultKind.DASH_BLOCK, index)
        index += 1
        name = ""
        while index < end and not lines[index].startswith("---"):
            key, colon, value = lines[index].lstrip(" :").partition(":")
            if colon and (known := closest(key.strip(), self.type.options)):
                name = self.take(known, f" {value}", index)
            elif name:
                self.values[name] += "," + lines[index].lstrip(" -")
            index += 1
        return min(index + 1, end)

    def read_body(self, start: int) -> int:
        """Pick out what does not belong in a body; the index of the body's first line."""
        lines, end = self.page.lines, self.fence.end
        if start < end and not lines[start].strip():
            start += 1
        text_start, index, lost = start, start, False
        while index < end:
            line = lines[index]
            if ":" in line:
                if "::" in line and (opening := self.page.opening(line)):
                    self.check(text_start, index)
                    text_start = index = self.read_inner(index, opening)
                    continue
                if "::" in line and syntax.CLOSING.match(line):
                    self.fault(FaultKind.UNCLOSED, index, detail="stray")
                    self.check(text_start, index)
                    text_start = index + 1
                option = syntax.OPTION.match(line)
                if option and (option[2] in self.type.options or line.startswith(":")):
                    if not lost:
                        self.fault(FaultKind.LOST_OPTION, index, field=option[2], detail=option[2])
                    lost = True
                    self.check(text_start, index)
                    text_start = index + 1
                    if option[2] in self.type.options and option[2] not in self.values:
                        self.take(option[2], option[3], index)
            index += 1
        self.check(text_start, end)
        return start

    def check(self, start: int, end: int) -> None:
        if start < end and markup.suspicious(self.page.lines[start:end]):
            self.page.check_markup(start, end, self.id or "-")

    def read_inner(self, index: int, opening: _Opening) -> int:
        """A directive inside a need: a nested need is read as its neighbour, any other skipped."""
        inner = self.page.fence(index, opening)
        need_type = self.page.need_type(inner)
        if need_type:
            self.fault(FaultKind.NESTED, index, detail=inner.name)
        if need_type and self.page.depth < _DEPTH:
            self.page.depth += 1
            self.page.found.needs.append(_NeedReader(self.page, inner, need_type).read())
            self.page.depth -= 1
        return inner.after

    def take(self, key: str, raw: str, index: int) -> str:
        """Record one option, under the name that was meant; that name."""
        name = self.meant(key, index)
        raw = self.visible(name, raw, index)
        value = raw.strip(" \t")
        if syntax.is_cut(name, raw, value):
            self.fault(FaultKind.CUT_VALUE, index, field=name, detail=value)
        if name in self.values:
            self.fault(FaultKind.DUPLICATE_OPTION, index, field=name, detail=name)
        else:
            self.values[name] = value
            self.lines[name] = index + 1
        return name

    def visible(self, name: str, raw: str, index: int) -> str:
        """A value without characters that only look like a space or like nothing, where they do harm.

        A no-break space between words of a text does none.
        """
        if raw.isprintable():
            return raw
        words = raw.strip(" \t")
        is_text = self.type.fields.get(name) == {"type": "string"} and words == words.strip()
        hidden = syntax.NO_WIDTH.search(raw) or (None if is_text else syntax.NO_BREAK.search(raw))
        if hidden is None:
            return raw
        self.fault(FaultKind.INVISIBLE, index, field=name, detail=markup.called(hidden[0]))
        return syntax.NO_WIDTH.sub("", syntax.NO_BREAK.sub(" ", raw))

    def meant(self, key: str, index: int) -> str:
        if key in self.type.options:
            return key
        if key in model.COMPUTED:
            self.fault(FaultKind.COMPUTED_OPTION, index, field=key, detail=key)
            return key
        known = self.type.options - self.written
        called = self.type.option_called(key)
        near = called if called in known else closest(key, known)
        self.fault(FaultKind.UNKNOWN_OPTION, index, field=near or key, detail=key, hint=near)
        return near or key

    @cached_property
    def written(self) -> set[str]:
        """The options this need names correctly anywhere: a misspelt one does not mean them."""
        lines = self.page.lines[self.fence.start + 1 : self.fence.end]
        return {option[2] for line in lines if (option := syntax.OPTION.match(line))}
