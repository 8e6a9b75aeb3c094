"""What is asked for when an object is made, in a terminal, by options or in a form of somebody else's."""

from collections.abc import Iterator, Sequence

from kehoach.language import _
from kehoach.official import reviews
from kehoach.plan import ABOUT, Need, Plan
from kehoach.plan.model import NeedType
from kehoach.reports.words import value_label

#: Options that a command writes and nobody enters.
_WRITTEN = ("sha256", "to_confirm", *reviews.OPTIONS)
#: What is said line by line: the titles of deliverables, and a clause.
LINES = {("task", "deliverables"), ("task", "body")}


def asked(need_type: NeedType) -> tuple[str, ...]:
    """What a new object is made of, in the order in which it is asked for."""
    about = ABOUT.get(need_type.name)
    options = [option for option in need_type.order if option not in (*_WRITTEN, about)]
    more = ("origin", "body") if need_type.name == "task" else ()
    return (*([about] if about else []), "title", *options, *more)


def needed(plan: Plan, need_type: str) -> tuple[str, ...]:
    """What must be said of a new object."""
    required = ("title", *plan.model.types[need_type].required)
    return (*required, "body") if need_type == "task" else required


def home_of(need_type: str, option: str) -> str:
    """The type that an option is one of: of a new task, too, how its deliverables are known."""
    return "deliverable" if option == "origin" else need_type


def label(need_type: NeedType, option: str) -> str:
    """What an option is called where it is asked for; ``need_type`` is the type that it is one of."""
    own = {"title": _("Title"), "body": _("The clause, word for word")}
    return own.get(option) or need_type.labels[option]


def form(plan: Plan, need_type: str) -> list[dict[str, object]]:
    """All that is asked for a new object, for JSON.

    Each question has the ``option`` that takes the answer, its ``label``, whether it is ``needed``, takes
    ``several`` answers (with commas) or ``lines``, its ``format`` ("date" or ""), and ``choices`` (value,
    label, about): none where the answer is free.
    """
    found = []
    if need_type not in (*ABOUT, "agency") and len(plan.plans) > 1:
        words = plan.model.types["plan"].title
        found.append(_question("plan", words, choices=[_choice(plan, home) for home in plan.plans]))
    for option in asked(plan.model.types[need_type]):
        declared = plan.model.types[home_of(need_type, option)]
        question = _question(option.replace("_", "-"), label(declared, option))
        question["needed"] = option in needed(plan, need_type)
        if (need_type, option) in LINES:
            question["lines"] = True
        else:
            question["several"] = option in declared.links
            question["format"] = declared.fields.get(option, {}).get("format", "")
            question["choices"] = [*_choices(plan, declared, option)]
        found.append(question)
    return found


def of_next_plan(plan: Plan) -> list[dict[str, object]]:
    """What is asked for the plan that follows another, in the same form."""
    choices = [_choice(plan, home) for home in plan.plans]
    return [
        {**_question("from", _("Which plan does the new one follow?"), choices), "needed": True},
        {**_question("year", _("The year of the new plan")), "needed": True},
    ]


def _question(option: str, words: str, choices: Sequence[object] = ()) -> dict[str, object]:
    kinds = {"needed": True, "several": False, "lines": False, "format": "", "choices": choices}
    return {"option": option, "label": words, **kinds}


def _choices(plan: Plan, declared: NeedType, option: str) -> Iterator[dict[str, str]]:
    for name in declared.links.get(option, ()):
        for need in plan.of_type(name):
            yield _choice(plan, need)
    for value in declared.fields.get(option, {}).get("enum", ()):
        yield {"value": value, "label": value_label(value), "about": ""}


def _choice(plan: Plan, need: Need) -> dict[str, str]:
    """An object to choose; of a deliverable one sees what task it is of."""
    of = [task.title for task in plan.sources(need.id, "deliverables")]
    about = filter(None, (need["abbr"], need["clause"], need["number"], *of))
    return {"value": need.id, "label": need.title, "about": " · ".join(about)}
