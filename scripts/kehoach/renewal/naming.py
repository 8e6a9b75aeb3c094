"""What goes on in the next plan, and under which IDs and numbers of clauses."""

from collections.abc import Iterable

from kehoach.documents.clauses import Clause
from kehoach.language import _
from kehoach.language.text import id_part
from kehoach.plan import VERBATIM, Need
from kehoach.progress import Progress, TaskStatus
from kehoach.renewal import numbers
from kehoach.renewal.carrying import why_left_out


class Naming:
    """The objects of a plan that go on, by their IDs: their IDs in the next, their clauses and numbers.

    Raises:
        ValueError: no task goes on.
    """

    def __init__(self, progress: Progress, home: Need, stem: str, text: Iterable[Clause]) -> None:
        self.progress, self.plan, self.home, self.stem = progress, progress.plan, home, stem
        self.choose()
        self.name_them(text)

    def choose(self) -> None:
        """The tasks that go on, and why others do not."""
        self.going_on: dict[str, TaskStatus] = {}
        self.left_out: list[tuple[Need, str]] = []
        for status in self.progress.tasks_of(self.home):
            if why := why_left_out(self.progress, status):
                self.left_out.append((status.task, why))
            else:
                self.going_on[status.task.id] = status
        if not self.going_on:
            raise ValueError(_("No task of {plan} goes on.").format(plan=self.home.id))

    def name_them(self, text: Iterable[Clause]) -> None:
        """The IDs and clauses that objects have in the next plan."""
        held = [self.plan.needs[c.need] for c in text if c.need]
        in_order = [need for need in held if need.type in VERBATIM]
        mine = [need for need in in_order if need.type != "task" or need.id in self.going_on]
        # A row may be the clause of several tasks, of which the first holds it.
        held_by_themselves = {need.id for need in mine}
        mine += [s.task for key, s in self.going_on.items() if key not in held_by_themselves]
        self.marks = numbers.numbered(in_order, [need.id for need in mine])
        self.ids: dict[str, str] = {self.home.id: f"KH-{self.stem}"}
        self.taken: set[str] = set()
        self.clause: dict[str, str] = {}
        for need in mine:
            mark = numbers.mark_of(need.body)
            new = self.marks.get(need.id, "")
            clause = need["clause"]
            self.clause[need.id] = numbers.with_number(clause, mark.text, new) if mark and new else clause
            self.ids[need.id] = self.new_id(need, self.clause[need.id])
        every = (need for need in self.plan.of_type("indicator") if self.plan.plan_of(need) is self.home)
        self.measured = self.plan.in_order(every)
        for need in self.measured:
            self.ids[need.id] = self.new_id(need, "")
        self.renumbered = any(numbers.mark_of(n.body) and self.clause[n.id] != n["clause"] for n in mine)

    def new_id(self, need: Need, clause: str) -> str:
        """NV-9-2026-II-4, which is II.2 now, becomes NV-DT-9-2027-II-2."""
        rest, old = need.stem.removeprefix(f"{self.home.stem}-"), id_part(need["clause"])
        if rest == old or rest.startswith(f"{old}-") or rest == need.stem:
            rest = id_part(clause) + (rest.removeprefix(old) if rest.startswith(old) else "")
        found = base = f"{need.id.partition('-')[0]}-{self.stem}-{rest}"
        number = 2
        while found in self.taken or found in self.plan.needs:
            found, number = f"{base}-{number}", number + 1
        self.taken.add(found)
        return found
