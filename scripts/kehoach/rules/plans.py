"""KH4xx: several plans side by side, and tasks that implement tasks of another plan."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from kehoach.deadline import Kind
from kehoach.language import _
from kehoach.official import names
from kehoach.plan import YEAR, Need, Plan
from kehoach.progress.effective import Obligation, bound_ever
from kehoach.progress.owners import reached
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Check, rule


class _Above(NamedTuple):
    """A task that one of ours implements: in another plan here, or in a pinned one of another office."""

    plan: Plan
    task: Need
    #: Its ID as it is named here.
    id: str


def _implementing(check: Check) -> Iterator[tuple[Need, _Above]]:
    """Each task of one plan with each task of another plan that it implements."""
    for task in check.plan.of_type("task"):
        for upper in check.plan.targets(task, "implements"):
            if upper.type == "task" and check.plan.plan_of(upper) is not check.plan.plan_of(task):
                yield task, _Above(check.plan, upper, upper.id)
        for named in task.to("implements") if check.plan.uppers else ():
            if (found := check.plan.above(named)) and found[1].type == "task":
                yield task, _Above(found[0].plan, found[1], named)


@rule("KH401", whole=True)
def implements_its_own_plan(check: Check) -> Iterator[Finding]:
    """A task implements a task of another plan, never one of its own.

    Bad: ``NV-3-2026-I-2`` with ``:implements: NV-3-2026-I-1``. Good: ``:implements: NV-1-2026-II-1``.
    """
    for task in check.plan.of_type("task"):
        home = check.plan.plan_of(task)
        for upper in check.plan.targets(task, "implements"):
            if home and upper.type == "task" and check.plan.plan_of(upper) is home:
                message = _(
                    '"{id}" is a task of the same plan. Name the task of the plan above, or write `serves`.'
                )
                yield check.at(task, message.format(id=upper.id), "implements")


@rule("KH402", waivable=True, whole=True)
def due_after_what_it_implements(check: Check) -> Iterator[Finding]:
    """A task falls due no later than the task that it implements.

    Amendments count; what has no day of its own (recurring, ongoing, waiting for an event) is not compared.

    Bad: ``:deadline: Quý IV năm 2026`` under "Quý III năm 2026". Good: ``:deadline: Tháng 8/2026``.
    """
    for task, upper in _implementing(check):
        due = _last_days(bound_ever(check.plan, task))[0]
        last = _last_days(bound_ever(upper.plan, upper.task))[1]
        if due and last and due > last:
            message = _(
                "It falls due on {due}; {id}, which it implements, on {last}. Compare `deadline`; if the "
                "texts say so, add a waiver with the reason."
            )
            text = message.format(due=f"{due:%d/%m/%Y}", id=upper.id, last=f"{last:%d/%m/%Y}")
            yield check.at(task, text, "implements")


def _last_days(bound: Obligation) -> tuple[date | None, date | None]:
    """The last day of a task, and the last on which it is not late, where it has them and is in force."""
    if bound.state or bound.deadline.kind in (Kind.ONGOING, Kind.RECURRING):
        return None, None
    return bound.due, bound.late_after


@rule("KH403", waivable=True, whole=True)
def owner_unnamed_above(check: Check) -> Iterator[Finding]:
    """Who leads a task is named by the task that it implements, as lead or as partner.

    Members of a group that is named there count, and who certainly took over from one of them; so do all
    agencies under a body that is named there and has issued the implementing plan.

    Bad: ``:owner: CQ-B`` where the task above names CQ-A alone. Good: ``:owner: CQ-A``.
    """
    for task, upper in _implementing(check):
        named = _with_heirs(upper.plan, _agencies(upper))
        if not named or _may_be_anybody(named) or _issued_by(check.plan, task, named):
            continue
        for owner in check.plan.targets(task, "owner"):
            ours = _with_heirs(check.plan, [owner])
            if owner.type == "agency" and not (_meet(check, named, ours, upper) or _may_be_anybody(ours)):
                message = _(
                    '"{owner}" is neither lead nor partner of {id}, which this implements. Compare `owner`; '
                    "if the texts say so, add a waiver with the reason."
                )
                yield check.at(task, message.format(owner=owner.title, id=upper.id), "implements")
                break


def _meet(check: Check, named: Mapping[str, Need], ours: Mapping[str, Need], upper: _Above) -> bool:
    """Whether an agency is among both; the IDs of another office are its own, so that names tell there."""
    if upper.plan is check.plan:
        return not named.keys().isdisjoint(ours)
    called = {name for agency in named.values() for name in names.names_of(agency)}
    return any(not called.isdisjoint(names.names_of(agency)) for agency in ours.values())


def _agencies(upper: _Above) -> list[Need]:
    """Whoever leads or supports a task, as promulgated or by an amendment."""
    bound = bound_ever(upper.plan, upper.task)
    found = (*upper.plan.targets(upper.task, "owner"), *bound.owners, *bound.partners)
    return [agency for agency in found if agency.type == "agency"]


def _with_heirs(plan: Plan, agencies: Iterable[Need]) -> dict[str, Need]:
    """Agencies, the members of the groups among them, and who certainly took over from any of these."""

    def further(agency: Need) -> tuple[Need, ...]:
        certain = agency["certainty"] == "certain"
        return plan.targets(agency, "members") + (plan.targets(agency, "successors") if certain else ())

    return reached(agencies, further)


def _may_be_anybody(agencies: dict[str, Need]) -> bool:
    """Whether there is a group among them whose members are not known."""
    return any(agency["kind"] == "group" and not agency.to("members") for agency in agencies.values())


def _issued_by(plan: Plan, task: Need, agencies: dict[str, Need]) -> bool:
    """Whether one of the agencies has issued the plan of a task: it may divide its part as it likes."""
    home = plan.plan_of(task)
    issuer = names.folded(home["issuer"]) if home else ""
    return any(names.mention(issuer, names.names_of(agency)) for agency in agencies.values())


@rule("KH404", whole=True)
def plan_twice(check: Check) -> Iterator[Finding]:
    """A plan is recorded once: number, issuer and year belong to one plan.

    Bad: ``KH-172-2023`` and ``KH-172-2023-B``, both 172/KH-UBND. Good: one of them.
    """
    seen: dict[tuple[str, str, int], Need] = {}
    for plan in check.plan.of_type("plan"):
        issued = plan.day("issued")
        if issued and plan["number"] and plan["issuer"]:
            key = (names.folded(plan["number"]), names.folded(plan["issuer"]), issued.year)
            first = seen.setdefault(key, plan)
            if first is not plan:
                message = _("{number} is already recorded as {id} ({path}). Keep one of them.")
                text = message.format(number=plan["number"], id=first.id, path=first.path)
                yield check.at(plan, text, "number")


@rule("KH405", whole=True)
def no_folder_of_its_own(check: Check) -> Iterator[Finding]:
    """A plan has a folder of its own in ``needs/``.

    Bad: two plans in ``needs/kh-1-2026/``, or one in ``needs/`` itself. Good: each in its own.
    """
    seen: dict[str, Need] = {}
    for plan in check.plan.of_type("plan"):
        first = seen.setdefault(plan.folder, plan)
        if first is not plan:
            message = _("{id} stands in this folder already. Move this plan to a folder of its own.")
            yield check.at(plan, message.format(id=first.id))
        elif "/" not in plan.folder:
            yield check.at(plan, _("Move the plan to a folder of its own, such as needs/kh-9-2026/."))


#: What plans share: their IDs name no plan.
_SHARED = ("plan", "agency", "basis")


@rule("KH406", whole=True)
def in_the_folder_of_another_plan(check: Check) -> Iterator[Finding]:
    """An object stands in the folder of the plan that its ID names.

    Bad: ``NV-172-2023-II-1`` in ``needs/kh-9-2026/``. Good: the same in ``needs/kh-172-2023/``.
    """
    # What stands in a folder with another plan has been said of the plan itself.
    plans = {plan.stem: plan for plan in check.plan.of_type("plan") if check.plan.plan_of(plan) is plan}
    strays: dict[tuple[str, str], tuple[Need, Need]] = {}
    for need in check.plan.needs.values():
        named = _named_by_id(need, plans)
        if named and need.type not in _SHARED and check.plan.plan_of(need) is not named:
            # A file in the wrong folder is one mistake, however much it holds.
            strays.setdefault((need.path, named.id), (need, named))
    for need, named in strays.values():
        if not any(found.code == "KH207" and found.path == need.path for found in check.findings):
            message = _("Its ID names {id}. Move it to the folder {folder}, or give it an ID of this plan.")
            yield check.at(need, message.format(id=named.id, folder=named.folder), "id")


def _named_by_id(need: Need, plans: Mapping[str, Need]) -> Need | None:
    """The plan, of those by stem, that an ID begins with: NV-*172-2023*-II-1."""
    stem = need.stem
    while stem and stem not in plans:
        stem = stem.rpartition("-")[0]
    return plans.get(stem)


@rule("KH407", whole=True)
def year_of_the_id(check: Check) -> Iterator[Finding]:
    """The year in the ID of a plan is that of its day of issue.

    Bad: ``KH-9-2026`` with ``:issued: 2025-01-05``. Good: ``:issued: 2026-01-05``.
    """
    for plan in check.plan.of_type("plan"):
        issued, years = plan.day("issued"), YEAR.findall(plan.stem)
        if issued and years and int(years[-1]) != issued.year:
            message = _("The ID says {year}, but the plan was issued on {issued}. Compare with the text.")
            text = message.format(year=years[-1], issued=f"{issued:%d/%m/%Y}")
            yield check.at(plan, text, "issued")


#: What an ID begins with that names its plan: number and year.
_OF_A_PLAN = re.compile(r"(\d+-(?:19|20)\d\d)-")


@rule("KH408", whole=True)
def of_no_plan(check: Check) -> Iterator[Finding]:
    """An ID that names a plan names one that is there.

    Bad: ``MC-8-2026-4`` where there is no KH-8-2026. Good: ``MC-9-2026-4`` in the folder of KH-9-2026.
    """
    plans = {plan.stem: plan for plan in check.plan.of_type("plan")}
    strays: dict[tuple[str, str], tuple[Need, Need]] = {}
    for need in check.plan.needs.values():
        home = check.plan.plan_of(need)
        if home is None or need.type in _SHARED or need.stem.startswith(f"{home.stem}-"):
            continue
        named = _OF_A_PLAN.match(need.stem)
        if named and _named_by_id(need, plans) is None:
            strays.setdefault((need.path, named[1]), (need, home))
    for (_path, stem), (need, home) in strays.items():
        if not check.found_on(home.id, "id"):
            message = _('There is no plan {plan}{stem}. In the folder of {id} the ID begins with "{own}-".')
            prefixes = check.plan.model.types
            own = f"{prefixes[need.type].prefix}{home.stem}"
            words = {"plan": prefixes["plan"].prefix, "stem": stem, "id": home.id, "own": own}
            yield check.at(need, message.format(**words), "id")
