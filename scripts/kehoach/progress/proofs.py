"""What evidence shows of deliverables: sent, confirmed or returned, on which day, and for whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from kehoach.plan import Need

#: The IDs that an agency goes by; None for whoever it may be.
Names = frozenset[str] | None


def confirmed(evidence: Need) -> bool:
    """Whether a coordinator has confirmed an evidence; until then it proves nothing."""
    return evidence["confirmed"] == "yes"


def as_known(paper: Need, day: date) -> Need:
    """A paper as it stood at the end of a day: what was confirmed later was not confirmed yet."""
    if not paper["confirmed_on"]:  # as most
        return paper
    since = paper.day("confirmed_on")
    if since is None or since <= day:
        return paper
    return replace(paper, options={**paper.options, "confirmed": "no"})


def returned(evidence: Need) -> bool:
    """Whether an evidence was sent back with a reason: then it is as if nothing had been sent."""
    return evidence["confirmed"] == "returned"


def pending(evidence: Need) -> bool:
    """Whether an evidence waits for whoever confirms."""
    return not confirmed(evidence) and not returned(evidence)


def day_of_work(evidence: Need) -> date | None:
    """The day the work was done: it counts, not the day of the paper that tells of it."""
    return evidence.day("completed") or evidence.day("date")


def concerns(report: Need, names: Names) -> bool:
    """Whether a report speaks for an agency; one that names none speaks for all owners."""
    return names is None or not report.to("of") or not names.isdisjoint(report.to("of"))


class Proofs:
    """The evidence of a task's deliverables as known on a day, by the ID of the deliverable."""

    def __init__(self, found: Mapping[str, Sequence[Need]]) -> None:
        self._found = found

    def all(self, names: Names = None) -> Iterator[Need]:
        """Every evidence that speaks for an agency, in the order of deliverables."""
        return (e for found in self._found.values() for e in found if concerns(e, names))

    def unproved(self, deliverables: Sequence[Need], names: Names) -> tuple[Need, ...]:
        """The deliverables without confirmed evidence."""
        return tuple(d for d in deliverables if not self._confirmed(d.id, names))

    def done(self, names: Names) -> date | None:
        """The day on which the last deliverable was done; None while one lacks confirmed evidence."""
        return _last([self._confirmed(key, names) for key in self._found])

    def sent(self, names: Names) -> date | None:
        """The day of the work of what was sent last; None while one has none, or has it back."""
        return _last([self._sent(key, names) for key in self._found])

    def waiting_since(self, names: Names) -> date | None:
        """The day of the last paper among those that wait for confirmation."""
        days = [day for e in self.all(names) if pending(e) and (day := e.day("date"))]
        return max(days, default=None)

    def _confirmed(self, key: str, names: Names) -> list[Need]:
        return [e for e in self._found[key] if confirmed(e) and concerns(e, names)]

    def _sent(self, key: str, names: Names) -> list[Need]:
        """What is confirmed, else what was sent on the day of what was last sent back, or after it.

        Of two papers of one day the one that nobody has sent back stands: a wrong accusation is worse.
        """
        if proved := self._confirmed(key, names):
            return proved
        concerned = [e for e in self._found[key] if concerns(e, names)]
        back = max((e["date"] for e in concerned if returned(e)), default="")
        return [e for e in concerned if pending(e) and e["date"] >= back]


def _last(proofs: list[list[Need]]) -> date | None:
    """The day by which each deliverable had its first proof; None while one has none."""
    if not proofs:
        return None
    first = [min((day for e in found if (day := day_of_work(e))), default=None) for found in proofs]
    known = [day for day in first if day]
    return max(known) if len(known) == len(first) else None
