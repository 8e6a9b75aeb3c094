"""What `kehoach new` makes of what it is told: a draft with the new objects in it."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from kehoach.editing import objects
from kehoach.editing.drafts import Draft
from kehoach.language import _
from kehoach.official import fidelity
from kehoach.plan import Need, Plan
from kehoach.plan.syntax import split_links


def home_of(plan: Plan, about: str, named: str) -> Need:
    """The plan of a new object: of the ID or folder named, else that of what it is about, else the only one.

    Raises:
        ValueError: it cannot be told.
    """
    plans = {need.id: need for need in plan.plans}
    for home in plans.values():
        if named and named.casefold() in (
            home.id.casefold(),
            PurePosixPath(home.path).parent.name.casefold(),
        ):
            return home
    found = [plan.plan_of(plan.needs[need_id]) for need_id in split_links(about) if need_id in plan.needs]
    homes = {home.id: home for home in found if home} or plans
    if named or len(homes) != 1:
        message = _("Which plan? Name one of these with --plan: {known}.")
        raise ValueError(message.format(known=", ".join(plans)))
    return next(iter(homes.values()))


def without_clause(plan: Plan, home: Need) -> str:
    """Why a plan can have no further task: its official text is held and has no clause left. Else empty."""
    if home.id not in plan.texts or fidelity.compare(plan, home).unclaimed:
        return ""
    message = _(
        "The official text of {plan} is held in {source}, and each of its clauses is in the plan already. "
        "What is not in the text is a task of another plan; what was decided later is an amendment "
        "(`kehoach new amendment`)."
    )
    return message.format(plan=home.id, source=home["source"])


def create(draft: Draft, need_type: str, home: Need | None, values: Mapping[str, str]) -> list[str]:
    """Put a new object into a draft; the IDs of what is new.

    ``values`` holds checked values by option, and ``title``; for a task also ``body`` (its clause),
    ``origin`` and, as ``deliverables``, their titles, one a line. Only an agency is at home in no plan.

    Raises:
        ValueError: the clause is a task already, or a value cannot be written.
    """
    declared = draft.plan.model.types[need_type]
    if home is None:
        need_id = objects.agency_id(draft.plan, values["title"], values["abbr"])
        objects.add_agency(draft, values["kind"], objects.text_of(declared, need_id, values))
        return [need_id]
    if need_type == "task":
        return _create_task(draft, home, values)
    (need_id,) = objects.numbered(draft, objects.stem(draft.plan, need_type, home), 1)
    objects.add_tracked(draft, home, need_type, [objects.text_of(declared, need_id, values)])
    return [need_id]


def _create_task(draft: Draft, home: Need, values: Mapping[str, str]) -> list[str]:
    need_id = objects.clause_id(draft.plan, home, values["clause"])
    if taken := draft.plan.needs.get(need_id):
        message = _("Clause {clause} is {id} already, in {path}:{line}.")
        words = {"id": need_id, "path": taken.path, "line": taken.line}
        raise ValueError(message.format(clause=values["clause"], **words))
    task, deliverable = (draft.plan.model.types[name] for name in ("task", "deliverable"))
    results = values["deliverables"].splitlines()
    ids = objects.numbered(draft, f"{deliverable.prefix}{need_id.partition('-')[2]}-", len(results))
    # A line of the clause is a paragraph of its own.
    body = "\n\n".join(line.strip() for line in values["body"].splitlines() if line.strip())
    texts = [objects.text_of(task, need_id, {**values, "deliverables": ", ".join(ids)}, body)]
    for result_id, title in zip(ids, results, strict=True):
        texts.append(objects.text_of(deliverable, result_id, {"title": title, "origin": values["origin"]}))
    objects.add_task(draft, home, values["clause"], texts)
    return [need_id, *ids]
