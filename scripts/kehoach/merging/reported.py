"""A workbook by which an office without a repository reports, as plan data: computed as those of any office.

What it says becomes a plan of its own, whose tasks implement those it was given: evidence where it is done, a
progress report where it is under way.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from kehoach.export import data, excel
from kehoach.language import _
from kehoach.merging import cells, workbook
from kehoach.merging.workbook import Cell, Row, Workbook
from kehoach.plan import Need, Plan, model
from kehoach.plan.model import Model
from kehoach.progress import Progress

#: Where its objects stand: a path of no file.
_PATH = "needs/bao-cao/bao-cao.md"


def as_json(path: Path, today: date) -> bytes:
    """The plan data of an office, from its workbook; nobody has figures of a day after ``today``.

    Raises:
        ValueError: it is no such workbook, or what was entered cannot be used; a sentence with the cell.
        OSError: it cannot be read.
    """
    found = workbook.read(path, excel.REPORTED)
    try:
        made = _Report(found, today)
        plan = made.plan()
        told = json.loads(data.as_json(Progress(plan, made.as_of), plan.plans[0]))
        upper = {"plan": found.plan, "number": found.told["number"], "issuer": found.told["issuer"]}
    except LookupError as error:
        raise ValueError(_("Somebody has changed what the workbook was made from.")) from error
    implemented = [{"task": task.id, "above": task.id} for task in plan.of_type("task")]
    told["uppers"] = [{**upper, "implemented": implemented}]
    return json.dumps(told, ensure_ascii=False).encode()


class _Report:
    """What stands in a workbook, as objects."""

    def __init__(self, found: Workbook, today: date) -> None:
        self.told = found.told
        self.model: Model = model.parse(model.OWN.read_bytes())
        self.nothing = Plan(self.model, {})
        sheets = {sheet.type: sheet for sheet in found.sheets}
        self.base = sheets["task"].base
        self.tasks = [row for row in sheets["task"].rows if cells.shown(row["id"]) in self.base]
        home = next((row for row in sheets["plan"].rows if cells.shown(row["id"]) == found.plan), None)
        if home is None:
            raise LookupError(found.plan)
        self.issued = self._needed(home["issued"], "plan", "issued")
        self.number = self._needed(home["number"], "plan", "number")
        self.as_of = date.fromisoformat(self._needed(home["as_of"], "evidence", "date"))
        if not date.fromisoformat(self.issued) <= self.as_of <= today:
            raise _at(home["as_of"], _("A day before that of the plan, or one to come."))

    def plan(self) -> Plan:
        """The plan of the office."""
        made = [self._need("agency", self.told["agency"], self.told["office"], {"kind": "agency"})]
        options = {"number": self.number, "issued": self.issued, "issuer": self.told["office"]}
        made.append(self._need("plan", self.told["plan"], self.told["plan"], options))
        for number, row in enumerate(self.tasks, 1):
            if any(key in row.filled for key in ("last", "reported", "number", "date")):
                made += self._task(number, row)
        return Plan(self.model, {need.id: need for need in made})

    def _task(self, number: int, row: Row) -> Iterator[Need]:
        key = cells.shown(row["id"])
        product, base = f"SP-{key.partition('-')[2]}", self.base[key]
        last = self._entered(row["last"], "evidence", "date")
        deadline = f"{date.fromisoformat(last):%d/%m/%Y}" if last else base["deadline"]
        links = {"owner": (self.told["agency"],), "deliverables": (product,), "implements": (key,)}
        options = {"clause": str(number), "deadline": deadline}
        yield self._need("task", key, base["title"], options, links)
        yield self._need("deliverable", product, base["title"])
        words = {self.told[name]: name for name in excel.reported_words()}
        match words.get(cells.shown(row["reported"]), "" if row["reported"].value is None else "?"):
            case "done":
                paper = {"number": self._needed(row["number"], "evidence", "number"), "confirmed": "yes"}
                paper["date"] = self._needed(row["date"], "evidence", "date")
                if date.fromisoformat(paper["date"]) > self.as_of:
                    raise _at(row["date"], _("A paper of a day after that on which the figures end."))
                yield self._need("evidence", f"MC-{number}", "", paper, {"proves": (product,)})
            case "begun":
                said = {"date": self.as_of.isoformat()}
                yield self._need("update", f"BC-{number}", "", said, {"on": (key,)})
            case "?":
                raise _at(row["reported"], _("Choose from the list."))

    def _needed(self, cell: Cell, need_type: str, option: str) -> str:
        if not (found := self._entered(cell, need_type, option)):
            raise _at(cell, _("Nothing is entered, and without it nothing is taken."))
        return found

    def _entered(self, cell: Cell, need_type: str, option: str) -> str:
        try:
            return cells.entered(cell, self.nothing, self.model.types[need_type], option)
        except ValueError as error:
            raise _at(cell, str(error)) from error

    def _need(
        self,
        need_type: str,
        key: str,
        title: str,
        options: Mapping[str, str] = {},
        links: Mapping[str, tuple[str, ...]] = {},
    ) -> Need:
        return Need(need_type, key, title, _PATH, 1, options, links, {}, "", 1)


def _at(cell: Cell, why: str) -> ValueError:
    return ValueError(f"{cell.place}: {why}")
