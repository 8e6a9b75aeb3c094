"""The official text exactly as it is held, each part beside the object that it has become."""

from dataclasses import dataclass
from itertools import groupby

from kehoach.extension import nodes
from kehoach.extension.render import Inline, Page, table
from kehoach.extension.views.dashboards import state_cell
from kehoach.language import _
from kehoach.official import fidelity
from kehoach.official import letterhead as official
from kehoach.official.fidelity import Comparison
from kehoach.plan import Need
from kehoach.reports.words import deadline_words, plan_name

_HEADING, _FRAME, _CUT, _NOBODY = "heading", "frame", "cut", ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text: its number, the line as it is, and what holds it."""

    number: int
    text: str
    holder: str


def source(page: Page) -> list[nodes.Node]:
    """For each plan the text line by line, with what holds it, how it stands, and how much is held."""
    drawn: list[nodes.Node] = []
    for home in page.plan.plans:
        drawn.append(nodes.rubric("", plan_name(home), **{"heading-level": 2}))
        if home.id not in page.plan.texts:
            message = _("The official text of this plan is not held here: {source}.")
            drawn.append(nodes.paragraph("", message.format(source=home["source"])))
            continue
        drawn += _of_plan(page, home)
    return drawn


def _of_plan(page: Page, home: Need) -> list[nodes.Node]:
    compared = fidelity.compare(page.plan, home)
    lines = _lines(page.plan.texts[home.id], compared)
    worded = [line for line in lines if line.text.strip()]
    held = sum(1 for line in worded if line.holder)
    message = _(
        "{held} of {all} lines of the text ({percent} %) are held by an object, a heading or a frame."
    )
    percent = 100 * held // max(len(worded), 1)
    coverage = nodes.paragraph("", message.format(held=held, all=len(worded), percent=percent))
    rows = [_row(page, home, list(group)) for _holder, group in groupby(lines, key=lambda line: line.holder)]
    head = [_("Line"), _("Official text, as it is held"), _("What it has become")]
    return [coverage, table(head, rows, (6, 58, 36), "source", filterable=False)]


def _lines(text: str, compared: Comparison) -> list[_Line]:
    """Every line and what holds it: a need by its ID, a heading, a frame or nothing; blank ones as before."""
    holders = dict.fromkeys(compared.framed, _FRAME)
    for claim in compared.claims:
        holder = claim.passage.need or (_FRAME if claim.passage.framed else _HEADING)
        holders |= dict.fromkeys(claim.lines, holder)
    holders |= {line.number: _CUT for line in official.read(text).cut if line.number in holders}
    lines: list[_Line] = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        before = lines[-1].holder if lines else _FRAME
        lines.append(_Line(number, line, holders.get(number, _NOBODY) if line.strip() else before))
    return lines


def _row(page: Page, home: Need, lines: list[_Line]) -> list[Inline]:
    first, last = lines[0].number, lines[-1].number
    numbers = str(first) if first == last else f"{first}–{last}"
    text = nodes.line_block("", *(nodes.line("", line.text) for line in lines), classes=["as-held"])
    return [[nodes.Text(numbers)], [text], _become(page, home, lines[0].holder)]


def _become(page: Page, home: Need, holder: str) -> Inline:
    words = {
        _HEADING: _("Heading"),
        _FRAME: _("Frame: no task or principle"),
        _CUT: home["truncated"] or _("Frame: no task or principle"),
        _NOBODY: _("Held by nothing"),
    }
    if holder in words:
        return [nodes.Text(words[holder])]
    need = page.plan.needs[holder]
    link = page.link(need, f"{page.plan.model.types[need.type].title} {need['clause']}".strip())
    if need.type != "task":
        return [link]
    status = page.progress.of(need)
    owners = "; ".join(owner.named.title for owner in status.owners)
    deadline = f"{_('Deadline')}: {deadline_words(status.obligation)}"
    items: list[Inline] = [[link], [nodes.Text(owners)], [nodes.Text(deadline)], state_cell(status)]
    return [
        nodes.bullet_list(
            "", *(nodes.list_item("", nodes.paragraph("", "", *item)) for item in items), classes=["plain"]
        )
    ]
