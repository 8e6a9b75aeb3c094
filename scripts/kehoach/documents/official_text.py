"""The plan itself: its text complete and in order, in the layout of Decree 30/2020/NĐ-CP."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from kehoach.documents.clauses import clauses
from kehoach.documents.layout import (
    Block,
    Document,
    Heading,
    Letterhead,
    Listing,
    Paragraph,
    Run,
    Style,
    Text,
    text,
)
from kehoach.documents.phrases import long_day, notice
from kehoach.language import _
from kehoach.official import letterhead
from kehoach.official.tables import cells, columns
from kehoach.plan import Need
from kehoach.progress import Progress
from kehoach.reports.tables import Column, Span, Table, Words
from kehoach.reports.words import number_of


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text with the object it is from, its level if a heading, and whether a row has it."""

    words: str
    need: str
    level: int
    in_table: bool


def official_text(progress: Progress, plan: Need) -> Document:
    """The plan as promulgated: nothing left out, nothing added but what says that this is no original.

    The lines of a law site above the letterhead and rulings are not part of the text. Signature block and
    recipients are there only where the source has them; what stands behind them begins a page of its own.
    """
    lines = [
        _Line(words, clause.need, clause.level, clause.in_table)
        for clause in clauses(progress.plan, plan)
        for words in clause.lines
    ]
    read = letterhead.read("\n".join(line.words for line in lines))
    body = [lines[line.number - 1] for line in read.body]
    if plan["truncated"]:
        end: list[Block] = [Paragraph(text(plan["truncated"], italic=True), Style.CENTRED, plan.id)]
    else:
        end = []
        if plan.id not in progress.plan.texts and body:
            # Text without a source has no last line that could carry the mark of the end already.
            body[-1] = _ended(body[-1])
    return Document(
        name=f"ke-hoach-{plan.id}",
        title=f"{plan['doc_type']} {number_of(plan)}: {plan.title}",
        kind=_words(read.doc_type) or plan["doc_type"].upper(),
        subject=tuple(line.text for line in read.subject) or (plan.title,),
        remarks=(_("DRAFT"),) if plan.unsigned else (),
        blocks=(*_blocks(progress, body), *end),
        footer=footer_of(plan),
        as_of=progress.as_of,
        letterhead=_letterhead(read, plan),
        recipients=tuple(line.text for line in read.recipients),
        signature=tuple(line.text for line in read.signature),
        annex=_annex(progress, plan, [lines[line.number - 1] for line in read.annexes]),
    )


def _annex(progress: Progress, plan: Need, lines: Sequence[_Line]) -> Document | None:
    """What stands behind the signature, under its own title: "PHỤ LỤC", what it is of, to what it belongs."""
    if not lines:
        return None
    kind, *rest = lines
    title = list(takewhile(_is_title, rest))
    below = rest[len(title) :]
    attached = list(takewhile(lambda line: letterhead.is_attached(line.words), below))
    return Document(
        name="",
        title=kind.words,
        kind=kind.words,
        subject=tuple(line.words for line in title),
        remarks=tuple(line.words for line in attached),
        blocks=tuple(_blocks(progress, below[len(attached) :])),
        footer=footer_of(plan),
        as_of=progress.as_of,
    )


def _is_title(line: _Line) -> bool:
    numbered = letterhead.NUMBERED.match(line.words)
    return letterhead.is_title(line.words) and not numbered and not line.in_table


def footer_of(plan: Need) -> str:
    """The notice, with how sure the copy of the text is."""
    return ". ".join(filter(None, (notice(plan), plan["source_status"])))


def _words(lines: Sequence[letterhead.Line]) -> str:
    return " ".join(line.text for line in lines)


def _letterhead(read: letterhead.OfficialText, plan: Need) -> Letterhead:
    if read.national:
        return Letterhead(
            tuple(line.text for line in read.issuer),
            _words(read.number),
            _words(read.place_and_day),
            tuple(line.text for line in read.national),
        )
    issued = plan.day("issued")
    return Letterhead((plan["issuer"].upper(),), f"Số: {plan['number']}", long_day(issued) if issued else "")


def _ended(line: _Line) -> _Line:
    return replace(line, words=f"{line.words.rstrip(' .;')}./.")


def _blocks(progress: Progress, body: Sequence[_Line]) -> Iterator[Block]:
    """Headings, whose levels skip none, tables, and paragraphs, in which the numbers of bases are links."""
    urls = {
        basis["number"]: basis["url"]
        for basis in progress.plan.of_type("basis")
        if basis["number"] and basis["url"]
    }
    open_levels: list[int] = []
    for in_table, group in groupby(body, key=lambda line: line.in_table):
        lines = list(group)
        if in_table and columns(lines[0].words):
            yield _table(lines, urls)
            continue
        needs = ["", *(line.need for line in lines), ""]
        for line, before, after in zip(lines, needs, needs[2:], strict=False):
            if not line.level:
                # The title of a task does not stand alone at the foot of a page.
                keep = before != line.need == after != ""
                yield Paragraph(_linked(line.words, urls), need=line.need, keep=keep)
                continue
            open_levels = [level for level in open_levels if level < line.level] + [line.level]
            yield Heading(len(open_levels), line.words, line.need)


def _table(lines: Sequence[_Line], urls: dict[str, str]) -> Listing:
    """Rows under their heading row, which the pages repeat by themselves; headings of groups are rows too."""
    head = cells(lines[0].words)
    rows = []
    for line in lines[1:]:
        row = cells(line.words) or ("", line.words)
        if row != head and any(cell.strip("-: ") for cell in row):
            rows.append((line.need, (*row, *[""] * len(head))[: len(head)]))

    def column(number: int, label: str) -> Column[tuple[str, tuple[str, ...]]]:
        def value(row: tuple[str, tuple[str, ...]]) -> Words:
            return tuple(Span(run.text, run.url) for run in _linked(row[1][number], urls))

        usual = sum(len(row[number]) for _need, row in rows) // max(1, len(rows))
        return Column(str(number), label, value, min(max(usual, 12), 100), centred=number == 0)

    columns = tuple(column(number, label) for number, label in enumerate(head))
    return Listing(Table("official", "", columns, tuple(rows), lambda row: row[0]))


def _linked(words: str, urls: dict[str, str]) -> Text:
    """The words, with the numbers of documents that have an address on the web as links."""
    if not urls or not words:
        return text(words)
    # The longest first: "10/2022/QH15" is not to be found in "110/2022/QH15" nor in a longer number.
    numbers = "|".join(re.escape(number) for number in sorted(urls, key=len, reverse=True))
    pieces = re.split(rf"(?<![\w/-])({numbers})(?![\w/-])", words)
    return tuple(Run(piece, url=urls.get(piece, "")) for piece in pieces if piece)
