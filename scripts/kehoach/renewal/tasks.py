"""A task as the next plan has it: its words, who is named in it, and what a person has to confirm."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from kehoach import deadline
from kehoach.deadline.grammar import clean
from kehoach.deadline.lexer import YEAR
from kehoach.deadline.moving import last_day, moved
from kehoach.language.text import flat
from kehoach.official import fidelity
from kehoach.official.labels import Role
from kehoach.official.tables import Columns
from kehoach.plan import Need
from kehoach.progress import Progress, State, TaskStatus
from kehoach.renewal import wording
from kehoach.renewal.agencies import instead_of
from kehoach.renewal.carrying import standing

_ROLES = {"owner": Role.OWNER, "partners": Role.PARTNERS, "submit_to": Role.SUBMIT_TO}
#: Other clauses that a clause speaks of by their numbers, which may be others now.
REFERENCE = re.compile(r"\b(?:mục|khoản|điểm|nhiệm vụ số)\s+(?:[IVX]+\b|\d+|[a-zđ]\b)", re.IGNORECASE)


def names_year(words: str, year: int) -> bool:
    """Whether words speak of a year, other than as the year of a day or of a number."""
    periods = rf"(?:quý [IV]+|tháng \d+)(?: |/| năm ){year}\b"
    return bool(re.search(rf"(?<!\d )năm {year}\b|{periods}", words, re.IGNORECASE))


@dataclass(slots=True)
class NextTask:
    """A task of the next plan, as far as its words go.

    ``links`` are IDs of agencies, by option; ``above`` what the headings over it shall say instead of what;
    ``touched`` the options whose words are others than they were.
    """

    title: str
    body: str
    deadline: str
    links: dict[str, tuple[str, ...]]
    ownership: str
    open: list[str] = field(default_factory=list)
    above: dict[str, str] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)


def as_it_was(status: TaskStatus) -> NextTask:
    """A task in the words that it had, where other words would not be those of a clause."""
    task = status.task
    links = {option: task.to(option) for option in _ROLES}
    words = "việc tiếp tục thực hiện; thời hạn và cơ quan (giữ nguyên lời văn của kế hoạch trước)"
    return NextTask(task.title, task.body, task["deadline"], links, task["ownership"], [words])


def next_task(progress: Progress, home: Need, status: TaskStatus, year: int) -> NextTask:
    """A task as it stands, in the words of another year; ``home`` is its plan."""
    return _Renewing(progress, home, status, year).run()


class _Renewing:
    def __init__(self, progress: Progress, home: Need, status: TaskStatus, year: int) -> None:
        self.progress, self.plan, self.home, self.year = progress, progress.plan, home, year
        self.status, self.task = status, status.task
        links = {option: status.task.to(option) for option in _ROLES}
        task = status.task
        self.made = NextTask(task.title, task.body, task["deadline"], links, task["ownership"])

    def run(self) -> NextTask:
        self.made.open.append("việc tiếp tục thực hiện")
        self.deadline()
        self.amended("owner", self.status.obligation.owners)
        self.amended("partners", self.status.obligation.partners)
        self.successors()
        self.state()
        self.made.title = wording.title_in(self.made.body, self.made.title)
        if self.home.year and names_year(f"{self.made.title}\n{self.made.body}", self.home.year):
            self.made.open.append(f"nội dung còn nêu năm {self.home.year}")
        return self.made

    # -- the deadline -----------------------------------------------------------------------------

    def deadline(self) -> None:
        """The words of the deadline in force, in the next plan's years, in option, clause and headings."""
        old, force = self.task["deadline"], self.status.obligation.deadline.text
        if not force:
            return
        new = self.in_other_years(force)
        if self.status.obligation.deadline.due and not re.search(YEAR, force):
            self.made.open.append("thời hạn không nêu năm, hiểu theo năm ban hành")
        if flat(new) == flat(clean(old)):
            return
        if wording.says(self.made.body, old):
            changed = partial(self.changed, force=force, new=new)
            body = wording.redated(self.made.body, old, changed, self.columns())
            title = wording.replaced(self.made.title, old, changed)
            # A title that is no deadline is still in the clause as it was.
            self.made.title = self.made.title if self.made.title in body else title
            self.made.body = body
        elif old and any(wording.says(heading.text, old) for heading in self.plan.headings_above(self.task)):
            self.made.above[old] = new
        else:
            self.made.open.append(f"thời hạn, lời văn không nêu tại mục này (theo kế hoạch trước: {force})")
            return
        self.made.deadline = new
        self.made.touched.add("deadline")
        self.made.open.append(f"thời hạn (kế hoạch trước: {force})")

    def columns(self) -> Columns:
        """What the cells of the clause are for, if it is a row."""
        if self.home.id not in self.plan.texts:
            return ()
        return fidelity.compare(self.plan, self.home).columns.get(self.task.id, ())

    def changed(self, found: str, force: str, new: str) -> str:
        """The words for those of a clause, which may begin with a capital where the option has none."""
        same = clean(found).casefold() == clean(force).casefold()
        return (same and moved(found, self.home.year, self.year - (self.home.year or 0))) or new

    def in_other_years(self, force: str) -> str:
        read = deadline.parse(force, self.home.year)
        begins = date(self.year, 1, 1)
        over = last_day(read) or read.start
        if self.home.year is None or (over and over >= begins):
            self.made.open.append(f"thời hạn giữ nguyên ({force})")
            return force
        new = moved(force, self.home.year, self.year - self.home.year)
        if new is None:
            self.made.open.append(f"thời hạn, không dời được sang năm {self.year} ({force})")
            return force
        return new

    # -- agencies ---------------------------------------------------------------------------------

    def amended(self, option: str, in_force: Sequence[Need]) -> None:
        """The agencies that amendments have named, where the clause has a line for them."""
        ids = tuple(agency.id for agency in in_force)
        if ids == self.made.links[option] or not ids:
            return
        label = self.plan.model.types["task"].labels[option].lower()
        said = ", ".join(map(wording.name_of, in_force))
        body = wording.listed(self.made.body, _ROLES[option], in_force)
        self.made.open.append(f"{label} (đã điều chỉnh: {said})")
        if body is not None:
            self.made.body, self.made.links[option] = body, ids
            self.made.touched.add(option)
            if option == "owner" and len(ids) == 1:
                self.made.ownership = ""

    def successors(self) -> None:
        """Agencies that have ended: the certain one that stands in their place, else as it was, and open."""
        named = (key for ids in self.made.links.values() for key in ids)
        instead, said = instead_of(self.progress, named)
        self.made.open += said
        if instead:
            self.put_instead(instead)

    def put_instead(self, instead: Mapping[str, Need]) -> None:
        made = self.made
        made.touched.update(_ROLES)
        for key, agency in instead.items():
            made.body = wording.renamed(made.body, self.plan.needs[key], agency)
            made.title = wording.renamed(made.title, self.plan.needs[key], agency)
        for option, ids in made.links.items():
            made.links[option] = tuple(dict.fromkeys(instead[k].id if k in instead else k for k in ids))
        leading = made.links["owner"]
        made.links["partners"] = tuple(key for key in made.links["partners"] if key not in leading)
        roles = {role: self.agencies(made.links[option]) for option, role in _ROLES.items()}
        made.body = wording.each_once(made.body, instead.values(), roles)
        if len(leading) == 1 and self.plan.needs[leading[0]]["kind"] != "group":
            made.ownership = ""

    def agencies(self, ids: Sequence[str]) -> list[Need]:
        return [self.plan.needs[key] for key in ids]

    # -- where it stands --------------------------------------------------------------------------

    def state(self) -> None:
        """What a person has to know of the task before it is given again."""
        status, done = self.status, []
        bound = status.obligation
        if bound.happened and not standing(status):
            kept = ""
            if bound.due and bound.deadline.counted_from:
                kept = f", giữ nguyên thì đến hạn ngày {bound.due:%d/%m/%Y}"
            elif bound.due and not bound.deadline.before:
                kept = ", giữ nguyên thì hạn tính từ ngày ban hành kế hoạch mới"
            self.made.open.append(f"mốc tính hạn đã có ngày ({bound.happened:%d/%m/%Y}){kept}")
        if status.state is State.SUSPENDED:
            self.made.open.append("đang tạm dừng")
        if status.state is State.AWAITING:
            self.made.open.append("đã gửi sản phẩm, chờ xác nhận")
        if self.task["ownership"] == "each" and not standing(status):
            done = [wording.name_of(part.agency) for part in status.parts if part.done]
        if done:
            self.made.open.append(f"đã hoàn thành phần của: {', '.join(done)}")


def copied_deliverables(status: TaskStatus) -> tuple[Need, ...]:
    """The deliverables that are still owed: all of a standing task, else those without confirmed evidence."""
    if standing(status):
        return status.obligation.deliverables
    return status.unproved or status.obligation.deliverables
