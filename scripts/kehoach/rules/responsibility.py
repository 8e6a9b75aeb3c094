"""KH1xx, second half: every task has its owners and results, and nothing stands unused."""

from collections.abc import Iterator
from datetime import date, timedelta

from kehoach.language import _
from kehoach.official import labels, names
from kehoach.official.labels import Role
from kehoach.official.positions import is_position
from kehoach.plan import Need
from kehoach.rules.findings import Finding
from kehoach.rules.references import nearest
from kehoach.rules.registry import Check, rule


@rule("KH101", waivable=True)
def no_owner(check: Check) -> Iterator[Finding]:
    """A task names the agency that leads it.

    Bad: no line ``:owner:``. Good: ``:owner: CQ-SNV``.
    """
    for task in check.plan.of_type("task"):
        if not task.to("owner"):
            yield check.at(
                task, _("No lead agency. Add a line `owner`; the IDs are in agencies.md."), "owner"
            )


@rule("KH102")
def several_owners(check: Check) -> Iterator[Finding]:
    """Several lead agencies say how they share the task.

    Bad: ``:owner: CQ-A, CQ-B`` alone. Good: the same with ``:ownership: joint`` or ``each``.
    """
    for task in check.plan.of_type("task"):
        owners = task.to("owner")
        if len(owners) > 1 and not task["ownership"]:
            message = _(
                "{count} lead agencies. As the text says, write `ownership: joint` (together) or "
                "`each` (each its own part)."
            )
            yield check.at(task, message.format(count=len(owners)), "owner")


@rule("KH103")
def owner_is_partner(check: Check) -> Iterator[Finding]:
    """An agency does not support a task that it leads.

    Bad: ``:owner: CQ-A`` with ``:partners: CQ-A``. Good: ``:partners: CQ-B``.
    """
    for task in check.plan.of_type("task"):
        for partner in task.to("partners"):
            if partner in task.to("owner") and not _named_twice(check, task, partner):
                message = _('"{id}" both leads and supports. Delete it from `owner` or from `partners`.')
                yield check.at(task, message.format(id=partner), "partners")


def _named_twice(check: Check, task: Need, agency: str) -> bool:
    """Whether the official text itself names an agency in both places."""
    home = check.plan.plan_of(task)
    held = home is not None and home.id in check.plan.texts
    said = check.said(task, home) if home and held else labels.by_role(labels.labelled(task.body))
    named = [names.folded("; ".join(said.get(role, ()))) for role in (Role.OWNER, Role.PARTNERS)]
    known = check.plan.needs.get(agency)
    return known is not None and all(names.mention(text, names.names_of(known)) for text in named)


@rule("KH106", waivable=True)
def no_deliverable(check: Check) -> Iterator[Finding]:
    """A task names what it delivers.

    Bad: no line ``:deliverables:``. Good: ``:deliverables: SP-172-2023-II-1-A-1``.
    """
    for task in check.plan.of_type("task"):
        if not task.to("deliverables"):
            message = _(
                "No deliverable. Add a line `deliverables`; where the text names none, derive one and "
                "mark it `origin: derived`."
            )
            yield check.at(task, message, "deliverables")


@rule("KH107", waivable=True)
def undelivered(check: Check) -> Iterator[Finding]:
    """A deliverable belongs to a task.

    Bad: ``SP-1`` named by no task. Good: a task with ``:deliverables: SP-1``.
    """
    for deliverable in _unused(check, "deliverable", ("deliverables",)):
        yield check.at(
            deliverable, _("No task delivers this. Name it in the task's `deliverables`, or delete it.")
        )


@rule("KH108", waivable=True, whole=True)
def unused_agency(check: Check) -> Iterator[Finding]:
    """An agency has something to do with the plan.

    Bad: an agency that nothing names. Good: it leads, supports, succeeds or belongs to a group.
    """
    links = ("owner", "partners", "submit_to", "members", "successors")
    clauses = ""
    for agency in _unused(check, "agency", links):
        if agency.links:
            continue  # a group or a predecessor is named for what it leads to
        clauses = clauses or names.folded("\n".join(task.body for task in check.plan.of_type("task")))
        if names.mention(clauses, names.names_of(agency)):
            continue  # a clause names it: KH307 asks for the link
        yield check.at(agency, _("Nothing names this agency. Name it in a task, or delete it."))


def _unused(check: Check, type_name: str, links: tuple[str, ...]) -> Iterator[Need]:
    """Needs of a type that no link names, unless an earlier finding may be the reason."""
    suspects = [
        need
        for need in check.plan.of_type(type_name)
        if not any(check.plan.sources(need.id, link) for link in links)
    ]
    if not suspects:
        return
    broken = [n for n in check.plan.needs.values() if check.found_on(n.id, *links)]
    for need in suspects:
        if not check.found_on(need.id) and not any(_may_mean(check, other, need, links) for other in broken):
            yield need


def _may_mean(check: Check, broken: Need, unused: Need, links: tuple[str, ...]) -> bool:
    """Whether a need with a broken link may have meant the unused one."""
    unknown = [t for link in links for t in broken.to(link) if t not in check.plan.needs]
    return (
        unused.title.casefold() in broken.body.casefold()
        or f"{unused.stem}-".startswith(f"{broken.stem}-")
        or unused in (nearest(check.plan, target, (unused.type,)) for target in unknown)
    )


@rule("KH111")
def ended_without_day(check: Check) -> Iterator[Finding]:
    """An agency with successors says when it ended.

    Bad: ``:successors: CQ-B`` alone. Good: ``:until: 2025-05-31`` with it.
    """
    for agency in check.plan.of_type("agency"):
        if agency.to("successors") and not agency["until"]:
            message = _("It has successors, but no last day. Add a line `until`.")
            yield check.at(agency, message, "until")


@rule("KH112")
def gap_before_successor(check: Check) -> Iterator[Finding]:
    """A successor begins on the day after its predecessor's last day.

    Bad: until 2025-05-31, the successor since 2025-07-01. Good: since 2025-06-01.
    """
    for agency in check.plan.of_type("agency"):
        until = agency.day("until")
        for successor in check.plan.targets(agency, "successors"):
            since = successor.day("since")
            if until and since and since > until + timedelta(days=1):
                message = _(
                    "Between its last day ({until}) and the first of {id} ({since}) nobody is in charge."
                )
                yield check.at(agency, message.format(until=until, id=successor.id, since=since), "until")


@rule("KH113")
def ends_before_it_begins(check: Check) -> Iterator[Finding]:
    """An agency's last day is not before its first.

    Bad: ``:since: 2025-06-01`` with ``:until: 2025-05-31``. Good: the days the other way round.
    """
    for agency in check.plan.of_type("agency"):
        since, until = agency.day("since"), agency.day("until")
        if since and until and until < since:
            message = _("The last day ({until}) is before the first ({since}).")
            yield check.at(agency, message.format(until=until, since=since), "until")


@rule("KH114", waivable=True)
def members_unsaid(check: Check) -> Iterator[Finding]:
    """A group names its members, or says that they are not known.

    Bad: ``:kind: group`` alone. Good: ``:members: CQ-A, CQ-B`` or ``:membership: unknown``.
    """
    for group in check.plan.of_type("agency"):
        if group["kind"] == "group" and not group.to("members") and group["membership"] != "unknown":
            message = _("Who belongs to this group? Add `members`, or `membership: unknown`.")
            yield check.at(group, message, "members")


@rule("KH117", waivable=True)
def asked_inside(check: Check) -> Iterator[Finding]:
    """Only bodies that the issuer cannot order are asked; an agency of the People's Committee is ordered.

    Bad: ``:assignment: request`` with a department as ``owner``. Good: the same with a court or a front.
    """
    for task in check.plan.of_type("task"):
        if task["assignment"] != "request":
            continue
        ordered = [owner for owner in check.plan.targets(task, "owner") if owner["kind"] == "agency"]
        if ordered:
            message = _(
                "{agency} is an agency of the People's Committee: what it is given is no request, "
                "and counts. Delete the line `assignment`, or correct the `kind` of the agency."
            )
            yield check.at(task, message.format(agency=ordered[0].title), "assignment")


@rule("KH118")
def named_person(check: Check) -> Iterator[Finding]:
    """Who is in charge is a position, not a person.

    Bad: ``:leader: Nguyễn Văn A``. Good: ``:leader: Phó Chủ tịch phụ trách văn xã``.
    """
    for task in check.plan.of_type("task"):
        for option in ("leader", "in_charge"):
            if task[option] and not is_position(task[option]):
                message = _(
                    '"{text}" is no position. Write the post alone, without the name of who holds it.'
                )
                yield check.at(task, message.format(text=task[option]), option)


@rule("KH115")
def same_name(check: Check) -> Iterator[Finding]:
    """No two agencies of one time have the same name.

    Bad: "Sở Y tế" and "Sở Y Tế" side by side. Good: one of them; or the first with ``:until:``, the other
    with ``:since:`` of a later day.
    """
    seen: dict[str, list[Need]] = {}
    for agency in check.plan.of_type("agency"):
        others = seen.setdefault(names.folded(agency.title), [])
        if first := next((other for other in others if _at_one_time(agency, other)), None):
            message = _(
                "An agency is called so already: {id} ({path}:{line}). Use its ID; if one followed the "
                "other, write `until` and `since`."
            )
            text = message.format(id=first.id, path=first.path, line=first.line)
            yield check.at(agency, text, "title")
        others.append(agency)


def _at_one_time(one: Need, other: Need) -> bool:
    """Whether there is a day on which both agencies exist, as far as their days are known."""
    return all(
        (earlier.day("until") or date.max) >= (later.day("since") or date.min)
        for earlier, later in ((one, other), (other, one))
    )
