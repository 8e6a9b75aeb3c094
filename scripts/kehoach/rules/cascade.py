"""KH41x: ours beside the plans of offices above, whose pinned copies stand in ``needs/upstream/``."""

from collections.abc import Iterator
from datetime import date

from kehoach.deadline import Kind
from kehoach.language import _
from kehoach.official import names, reviews
from kehoach.plan import FaultKind, Need
from kehoach.plan.upper import Upper
from kehoach.progress import above
from kehoach.progress.drafts import uncounted
from kehoach.progress.effective import bound_ever
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Check, rule


@rule("KH410")
def not_as_pinned(check: Check) -> Iterator[Finding]:
    """The copy of an upper plan is the one that ``kehoach upstream`` has pinned.

    Bad: a word of ``needs/upstream/KH-1-2026.json`` edited. Good: ``kehoach upstream update``.
    """
    for fault in check.faults(FaultKind.PINNED):
        message = {
            "lock": _("This is no lock of upper plans. Take it back from git."),
            "missing": _("The copy is gone. Take it back from git, or: kehoach upstream update {id}"),
            "hash": _("This is not what was pinned. Take it back from git, or: kehoach upstream update {id}"),
            "content": _("This copy cannot be read here. Bring it up to date: kehoach upstream update {id}"),
        }[fault.detail]
        yield Finding(fault.path, fault.line, "", fault.id, message.format(id=fault.id), "")


@rule("KH411", waivable=True, whole=True)
def not_taken_up(check: Check) -> Iterator[Finding]:
    """A plan that spells out an upper plan takes up every task there that falls to its office.

    That is what the office leads, or a group that it belongs to. What does not apply here is waived, with the
    reason: the waiver names the upper task.

    Bad: nothing implements ``NV-1-2026-II-3``, led by "UBND các tỉnh". Good: ``:implements: NV-1-2026-II-3``.
    """
    for upper in check.plan.uppers.values():
        # While an import is open, its plan is a draft, and what it takes up is not known yet.
        resting = [home for home in _resting(check, upper) if not home.unfinished]
        if not resting:
            continue
        for task in above.to_us(check.plan, upper):
            if not above.is_taken_up(check.plan, upper, task):
                message = _(
                    '{id} ("{title}") falls to us, and nothing implements it. Name it as `implements` of a '
                    "task, or add a waiver that says why it does not apply."
                )
                named, home = upper.named(task), resting[0]
                text = message.format(id=named, title=task.title)
                yield Finding(home.path, home.line, "", named, text, "")


@rule("KH412", waivable=True, whole=True)
def nobody_of_its_own(check: Check) -> Iterator[Finding]:
    """A task that implements one of an upper plan says who of ours does it, not who is named there.

    Bad: "UBND xã A" in its own plan, where the province says "UBND các xã". Good: its "Phòng Kinh tế".
    """
    for task in _implementing(check):
        owners = bound_ever(check.plan, task).owners
        if owners and all(above.falls_to_us(check.plan, owner, check.plan) for owner in owners):
            message = _(
                '"{owner}" as a whole leads here what the upper plan gives it. Name who of it does the work, '
                "or add a waiver with the reason."
            )
            yield check.at(task, message.format(owner=owners[0].title), "owner")


@rule("KH413", waivable=True, on_request=True)
def changed_above(check: Check) -> Iterator[Finding]:
    """The upper task that a task names is what it was when somebody last held the two against each other.

    Bad: the decision has moved the day since. Good: the task read again, and ``kehoach review``.
    """
    for task in check.plan.of_type("task"):
        if not uncounted(check.plan, task, date.max) and reviews.Ground.UPPER in reviews.suspect(
            check.plan, task
        ):
            message = _(
                "What it implements has changed: {ids}. Compare it with the new words, then "
                "`kehoach review {id} --by …`."
            )
            ids = ", ".join(reviews.upper_of(check.plan, task))
            yield check.at(task, message.format(ids=ids, id=task.id), "implements")


#: As like as a copy is, from 0 to 100; so many tasks, and such a part of a plan's tasks, make it one.
_COPY, _FEW, _MOST = 90, 3, 0.8
#: Words of tasks by deadline (kind and last day), then by the names of those who lead.
_Said = dict[tuple[Kind, date | None], dict[frozenset[str], list[str]]]


@rule("KH414", waivable=True, whole=True)
def near_copy(check: Check) -> Iterator[Finding]:
    """A plan that spells out an upper plan has owners and days of its own, and does not repeat that.

    Bad: four tasks in five are worded as there, with the same owners and days. Good: who of ours, by when.
    """
    for upper in check.plan.uppers.values():
        homes = _resting(check, upper)
        said = _said(upper) if homes else {}
        for home in homes:
            tasks = [task for task in check.plan.of_type("task") if check.plan.plan_of(task) is home]
            copied = [task for task in tasks if _copied(check, task, said)]
            if len(copied) >= _FEW and len(copied) >= _MOST * len(tasks):
                message = _(
                    "{count} of {all} tasks repeat {plan}: the same words, no owner and no day of their own. "
                    "Say who of ours does what by when."
                )
                words = {
                    "count": len(copied),
                    "all": len(tasks),
                    "plan": upper.home["number"] or upper.pin.key,
                }
                yield check.at(home, message.format(**words))


def _said(upper: Upper) -> _Said:
    """The words of the tasks of an upper plan by their days, and by what those who lead them are called."""
    from kehoach.official import likeness  # few have an upper plan, and need not load it

    found: _Said = {}
    for task in upper.tasks:
        bound = bound_ever(upper.plan, task)
        called = frozenset(name for owner in bound.owners for name in names.names_of(owner))
        led = found.setdefault((bound.deadline.kind, bound.due), {})
        led.setdefault(called, []).append(likeness.words(task))
    return found


def _copied(check: Check, task: Need, above_said: _Said) -> bool:
    """Whether a task has owners and a day like one of an upper plan, and its words."""
    from kehoach.official import likeness

    bound = bound_ever(check.plan, task)
    led = above_said.get((bound.deadline.kind, bound.due), {})
    owners = [owner for owner in bound.owners if not above.falls_to_us(check.plan, owner, check.plan)]
    return any(
        all(not called.isdisjoint(names.names_of(owner)) for owner in owners)
        and likeness.any_like(likeness.words(task), words, _COPY)
        for called, words in led.items()
    )


def _implementing(check: Check) -> Iterator[Need]:
    """The tasks of ours that implement one of an upper plan elsewhere that falls to us."""
    ours = {
        upper.named(task) for upper in check.plan.uppers.values() for task in above.to_us(check.plan, upper)
    }
    for task in check.plan.of_type("task"):
        if not uncounted(check.plan, task, date.max) and not ours.isdisjoint(task.to("implements")):
            yield task


def _resting(check: Check, upper: Upper) -> list[Need]:
    """Our plans that spell out an upper one and count: nothing is asked of a draft beside signed ones."""
    return [home for home in above.resting_on(check.plan, upper) if not uncounted(check.plan, home, date.max)]
