"""New objects: their ID, their options in order, and the place where they belong."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from kehoach.editing import edits
from kehoach.editing.drafts import Draft
from kehoach.files.git import Repository
from kehoach.files.places import FOLDER
from kehoach.files.tree import GitError
from kehoach.language.text import id_part
from kehoach.plan import Need, Plan
from kehoach.plan.model import NeedType

#: Pages of a plan, and of all plans, with what they begin with where they are not there yet.
_TRACKING, _TRACKING_TITLE = "theo-doi.md", "# Theo dõi thực hiện\n"
_TASKS, _TASKS_TITLE = "nhiem-vu.md", "# Nhiệm vụ\n"
_AGENCIES, _AGENCIES_TITLE = f"{FOLDER}/agencies.md", "# Cơ quan, tổ chức\n"


def text_of(need_type: NeedType, need_id: str, values: Mapping[str, str], body: str = "") -> str:
    """An object as it is written; ``values`` holds its title too."""
    options = {option: values.get(option, "") for option in need_type.order}
    return edits.need_text(need_type.name, values["title"], {"id": need_id, **options}, body)


# -- IDs ---------------------------------------------------------------------------------------------


def stem(plan: Plan, need_type: str, home: Need) -> str:
    """What the IDs of a type have in common in a plan: "MC-172-2023-"."""
    return f"{plan.model.types[need_type].prefix}{home.id.partition('-')[2]}-"


def numbered(draft: Draft, beginning: str, count: int, used: Iterable[str] = ()) -> list[str]:
    """The next IDs with this beginning. None is used again: ``used`` and what git has seen count too."""
    named = [*used, *(need.id for need in (*draft.plan.needs.values(), *draft.plan.duplicates))]
    mine = re.compile(rf"{re.escape(beginning)}(\d+)(?![\w-])")
    texts = (*named, _past(draft.root, beginning))
    highest = max((int(found[1]) for text in texts for found in mine.finditer(text)), default=0)
    return [f"{beginning}{number}" for number in range(highest + 1, highest + 1 + count)]


def seen(draft: Draft, need_id: str) -> bool:
    """Whether an ID is an object's, or has been one's that git has seen."""
    ids = {need.id for need in (*draft.plan.needs.values(), *draft.plan.duplicates)}
    return need_id in ids or bool(re.search(rf"{re.escape(need_id)}(?![\w-])", _past(draft.root, need_id)))


@lru_cache(64)  # while somebody looks at what could be written, nothing is committed
def _past(root: Path, beginning: str) -> str:
    """The changes in which git has seen an ID with this beginning; nothing where there is no git."""
    try:
        with Repository(root) as repository:
            log = ("log", "--format=", "--no-color", "--no-ext-diff", "-p", "-U0", f"-G:id: *{beginning}")
            return repository.git(*log, "--", FOLDER).decode(errors="replace")
    except GitError:
        return ""


def clause_id(plan: Plan, home: Need, clause: str) -> str:
    """The ID of the task of a clause: II.1.đ of plan KH-172-2023 is NV-172-2023-II-1-DD."""
    return stem(plan, "task", home) + id_part(clause)


def agency_id(plan: Plan, title: str, abbr: str) -> str:
    """An ID for an agency by its abbreviation, else by the first letters of its name."""
    letters = abbr or "".join(word[0] for word in re.findall(r"\w+", title) if word not in ("và", "các"))
    beginning = plan.model.types["agency"].prefix + id_part(letters).replace("-", "")
    taken = (f"{beginning}-{number}" for number in range(2, len(plan.needs) + 3))
    return next(one for one in (beginning, *taken) if one not in plan.needs)


# -- places ------------------------------------------------------------------------------------------


def add_tracked(draft: Draft, home: Need, need_type: str, texts: Iterable[str]) -> None:
    """Add evidence, reports or amendments to a plan: after the last of them, else on its follow-up page."""
    added = "\n".join(texts)
    mine = [need for need in draft.plan.of_type(need_type) if _is_in(draft.plan, need, home)]
    if mine:
        _add_after(draft, mine[-1], added)
        return
    name = f"{home.folder}/{_TRACKING}"
    section = draft.plan.model.types[need_type].title
    text = draft.text(name) or _TRACKING_TITLE
    line = _section_end(draft.plan, name, section, text)
    if line:
        draft.put(name, edits.insert(text, line, added))
    else:
        draft.put(name, edits.append(text, f"## {section}\n\n{added}"))


def add_task(draft: Draft, home: Need, clause: str, texts: Iterable[str]) -> None:
    """Add a task and its deliverables behind its neighbours: those of the same section, else the last one."""
    added = "\n".join(texts)
    tasks = [task for task in draft.plan.of_type("task") if _is_in(draft.plan, task, home)]
    section = clause.rpartition(".")[0]
    neighbours = [task for task in tasks if task["clause"].rpartition(".")[0] == section] or tasks
    if not neighbours:
        name = f"{home.folder}/{_TASKS}"
        draft.put(name, edits.append(draft.text(name) or _TASKS_TITLE, added))
        return
    last = neighbours[-1]
    results = [
        d for d in draft.plan.targets(last, "deliverables") if d.path == last.path and d.line > last.line
    ]
    _add_after(draft, max([last, *results], key=lambda need: need.line), added)


def add_agency(draft: Draft, kind: str, text: str) -> None:
    """Add an agency behind the last of its kind."""
    of_kind = [agency for agency in draft.plan.of_type("agency") if agency["kind"] == kind]
    if of_kind:
        _add_after(draft, of_kind[-1], text)
    else:
        draft.put(_AGENCIES, edits.append(draft.text(_AGENCIES) or _AGENCIES_TITLE, text))


def _is_in(plan: Plan, need: Need, home: Need) -> bool:
    folder = plan.plan_of(need)
    return folder is not None and folder.id == home.id


def _add_after(draft: Draft, need: Need, added: str) -> None:
    text = draft.text(need.path)
    draft.put(need.path, edits.insert(text, edits.last_line(text, need), added))


def _section_end(plan: Plan, name: str, section: str, text: str) -> int:
    """The last line of a section that is not empty; 0 where there is no such section."""
    headings = [heading for heading in plan.headings if heading.path == name]
    for heading in headings:
        if heading.text == section:
            lines = text.splitlines()
            later = [h.line - 1 for h in headings if h.line > heading.line and h.level <= heading.level]
            return next(n for n in range(min([*later, len(lines)]), 0, -1) if lines[n - 1].strip())
    return 0
