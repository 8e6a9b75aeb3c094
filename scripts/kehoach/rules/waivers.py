"""KH12x: a check is skipped in the open, for a reason, by somebody, and only while there is cause."""

from collections.abc import Iterator

from kehoach.language import _
from kehoach.plan import Need
from kehoach.rules.findings import Finding
from kehoach.rules.registry import RULES, Check, rule


@rule("KH120")
def nothing_waived(check: Check) -> Iterator[Finding]:
    """A waiver names the object it is about.

    Bad: no line ``:waives:``. Good: ``:waives: NV-172-2023-II-1-C``.
    """
    for waiver in check.plan.of_type("waiver"):
        if not waiver.to("waives"):
            yield check.at(waiver, _("No object. Add a line `waives` with its ID."), "waives")


@rule("KH121")
def no_reason(check: Check) -> Iterator[Finding]:
    """A waiver gives its reason.

    Bad: no line ``:reason:``. Good: ``:reason: Văn bản nguồn dừng tại "[...]"``.
    """
    for waiver in check.plan.of_type("waiver"):
        if not waiver["reason"]:
            yield check.at(waiver, _("No reason. Add a line `reason`."), "reason")


@rule("KH122")
def nobody_decided(check: Check) -> Iterator[Finding]:
    """A waiver says who decided it: a position or an agency.

    Bad: no line ``:decided_by:``. Good: ``:decided_by: Người duy trì dữ liệu``.
    """
    for waiver in check.plan.of_type("waiver"):
        if not waiver["decided_by"]:
            message = _("Nobody has decided this. Add a line `decided_by` with a position or an agency.")
            yield check.at(waiver, message, "decided_by")


@rule("KH123")
def not_waivable(check: Check) -> Iterator[Finding]:
    """A waiver names a rule that may be waived: one about data, not about form.

    Bad: ``:rule: KH013``. Good: ``:rule: KH201``.
    """
    for waiver in check.plan.of_type("waiver"):
        named = RULES.get(waiver["rule"])
        if waiver["rule"] and not (named and named.waivable):
            allowed = ", ".join(sorted(code for code, r in RULES.items() if r.waivable))
            message = _('"{rule}" is no rule that may be waived. These are: {allowed}.')
            yield check.at(waiver, message.format(rule=waiver["rule"], allowed=allowed), "rule")


@rule("KH124", whole=True)
def stale_waiver(check: Check) -> Iterator[Finding]:
    """A waiver waives something; otherwise it is deleted.

    Bad: a waiver of the missing deadline of a task that has one. Good: no such waiver.
    """
    for waiver in check.plan.of_type("waiver"):
        if waiver.id not in check.used and not _explained(check, waiver):
            message = _("Rule {rule} finds nothing any more at {ids}. Delete this waiver.")
            text = message.format(rule=waiver["rule"], ids=", ".join(waiver.to("waives")))
            yield check.at(waiver, text)


def _explained(check: Check, waiver: Need) -> bool:
    """Whether an earlier finding may be why a waiver waives nothing: on it, or on what it is about."""
    if check.found_on(waiver.id):
        return True
    for target in waiver.to("waives"):
        need = check.plan.needs.get(target)
        if (need is None and target not in check.plan.outside) or check.found_on(target):
            return True
        # What a rule says of a plan rests on the plan's tasks.
        if (
            need
            and need.type == "plan"
            and any(
                check.found_on(task.id)
                for task in check.plan.of_type("task")
                if check.plan.plan_of(task) is need
            )
        ):
            return True
    return False
