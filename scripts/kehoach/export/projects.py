"""A whole project as plan data: what its site would publish of each plan."""

from collections.abc import Callable
from datetime import date

from kehoach import rules
from kehoach.export import data
from kehoach.files.tree import Project
from kehoach.language import _
from kehoach.plan import model, reader
from kehoach.plan.model import Model
from kehoach.progress import Progress


def as_json(
    project: Project, declared: bytes, commit: str | None, day: Callable[[Model], date]
) -> dict[str, bytes]:
    """The data of each signed plan by its ID; ``declared`` is the project's model, which tells the ``day``.

    Raises:
        OSError: a file cannot be read.
        ValueError: the model or the day is none, the project has findings or only drafts; in a sentence.
    """
    model.refuse_wrong(declared)
    plan = reader.read_project(project, {}, declared)
    if found := rules.check(plan):
        message = _("it has {count} findings, the first of them: {first}")
        raise ValueError(message.format(count=len(found), first=found[0]))
    progress = Progress(plan, day(plan.model))
    signed = [home for home in plan.plans if not home.unsigned]
    if plan.plans and not signed:
        raise ValueError(_("it holds only drafts that nobody has signed"))
    return {home.id: data.as_json(progress, home, commit) for home in signed}
