"""KH14x: what an import or a next plan has left open, and the marks that say so."""

from collections.abc import Iterable, Iterator

from kehoach.language import _
from kehoach.plan import Need, Plan
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Check, rule

#: The rules that find what is not known yet, and the type of the objects that they find it of. Nothing else
#: may be wrong with a draft: neither the form of its files nor the words of the official text.
UNKNOWN = {
    "KH018": "plan",
    "KH101": "task",
    "KH102": "task",
    "KH106": "task",
    "KH201": "task",
    "KH202": "task",
    "KH203": "task",
    "KH204": "task",
    "KH205": "task",
    "KH206": "plan",
    "KH307": "task",
    "KH308": "task",
}


def left_open(plan: Plan, findings: Iterable[Finding]) -> list[Finding]:
    """Those findings that say what the import of the only plan has left open; none beside another plan."""
    home, *others = plan.plans or (None,)
    return _open_in(plan, home, findings) if home and home.unfinished and not others else []


def _open_in(plan: Plan, home: Need, findings: Iterable[Finding]) -> list[Finding]:
    return [
        found
        for found in findings
        if (need := plan.needs.get(found.id))
        and need.type == UNKNOWN.get(found.code)
        and plan.plan_at(found.path) is home
    ]


#: What is found where nothing is left open.
FINISHED = "KH140"


@rule(FINISHED)
def import_finished(check: Check) -> Iterator[Finding]:
    """A plan is marked as an unfinished import only while it leaves something open.

    Bad: ``:imported: unfinished`` where nothing is open any more. Good: no such line.
    """
    for home in check.plan.plans:
        if home.unfinished and not _open_in(check.plan, home, check.findings):
            yield check.at(home, _("Nothing is open any more. Delete the line `imported`."), "imported")


@rule("KH141")
def signed_unconfirmed(check: Check) -> Iterator[Finding]:
    """What a draft took over from the former plan is confirmed before the plan is signed.

    Bad: ``:to_confirm: thời hạn`` in a plan with its number. Good: no such line, once somebody has looked.
    """
    for need in check.plan.needs.values():
        home = check.plan.plan_of(need) if need["to_confirm"] else None
        if home and not home.unsigned:
            message = _('Nobody has confirmed: "{what}". Look at it, then delete the line `to_confirm`.')
            yield check.at(need, message.format(what=need["to_confirm"]), "to_confirm")
