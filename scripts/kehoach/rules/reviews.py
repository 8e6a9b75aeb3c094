"""KH13x: second looks."""

from collections.abc import Iterator

from kehoach.language import _
from kehoach.official import reviews
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Check, rule


@rule("KH130")
def review_incomplete(check: Check) -> Iterator[Finding]:
    """A review has its day, the position of who made it, and the fingerprint of what it was made against.

    Bad: ``:reviewed: 2026-03-02`` alone. Good: the three lines that ``kehoach review`` writes.
    """
    for task in check.plan.of_type("task"):
        missing = [option for option in reviews.OPTIONS if not task[option]]
        if missing and len(missing) < len(reviews.OPTIONS):
            message = _("A review without `{missing}`. Let `kehoach review {id} --by …` write it.")
            there = next(option for option in reviews.OPTIONS if task[option])
            yield check.at(task, message.format(missing="`, `".join(missing), id=task.id), there)


@rule("KH131", on_request=True)
def suspect(check: Check) -> Iterator[Finding]:
    """A reviewed task is still what it was reviewed against: its clause, its legal basis, its owner.

    Bad: a word of the clause changed after the review. Good: reviewed again with ``kehoach review``.
    """
    for task in check.plan.of_type("task"):
        grounds = [g for g in reviews.suspect(check.plan, task) if g is not reviews.Ground.UPPER]
        if grounds:
            message = _(
                "Changed since the review of {day}: {grounds}. Read it again, then "
                "`kehoach review {id} --by …`."
            )
            text = message.format(day=task["reviewed"], grounds=reviews.described(grounds), id=task.id)
            yield check.at(task, text, "reviewed_against")


@rule("KH132")
def typed_by_hand(check: Check) -> Iterator[Finding]:
    """A review is what ``kehoach review`` wrote: nobody types it, edits it or takes it from another task.

    Bad: ``:reviewed:`` set to a later day by hand. Good: reviewed again with ``kehoach review``.
    """
    for task in check.plan.of_type("task"):
        if reviews.reviewed(task) and not reviews.sealed(task):
            message = _("`kehoach review` did not write this review. Let it: `kehoach review {id} --by …`.")
            yield check.at(task, message.format(id=task.id), "reviewed_against")
