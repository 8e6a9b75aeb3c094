"""What an import drafts: the files of a plan, what stands in them, and how they are called."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kehoach.editing import edits
from kehoach.files import places
from kehoach.importing import preamble
from kehoach.importing.agencies import Registry
from kehoach.importing.assignment import Assignment
from kehoach.language.text import id_part, slug
from kehoach.official.letterhead import OfficialText
from kehoach.plan import UNSIGNED, YEAR, Plan

#: What stands above a task that was read from a sentence beside a list of tasks, until a person says yes.
UNCONFIRMED = "*Đọc từ câu văn, chờ xác nhận là nhiệm vụ.*"


@dataclass(slots=True)
class DraftObject:
    """An object as it will be written; its links are among the options."""

    type: str
    id: str
    title: str
    line: int
    options: dict[str, str] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The object as it stands in a file."""
        options = {"id": self.id, **self.options}
        return edits.need_text(self.type, self.title, options, "\n\n".join(self.body))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a file, its number included."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Lines of the text that are no clause: letterhead, end, columns of a table, what pages add."""

    about: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph of ours about what follows."""

    text: str


Item = DraftObject | Heading | Frame | Note


@dataclass(slots=True)
class File:
    """A file of the draft, its items in the order of the text."""

    name: str
    items: list[Item] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The file as it will be written."""
        return "\n".join(_item_text(item) for item in self.items)


def _item_text(item: Item) -> str:
    if isinstance(item, Heading):
        return f"{'#' * min(item.level, 6)} {item.text}\n"
    if isinstance(item, Note):
        return f"{item.text}\n"
    if isinstance(item, Frame):
        about = f"## {item.about}\n\n" if item.about else ""
        return f"{about}:::{{frame}}\n" + "\n".join(item.lines) + "\n:::\n"
    return item.text


@dataclass(slots=True)
class Drafted:
    """A plan as drafted: its files, its agencies, and the assignment that each task is of."""

    files: list[File]
    registry: Registry
    assignments: dict[str, Assignment]

    @property
    def home(self) -> DraftObject:
        """The plan itself."""
        return next(draft for draft in self.drafts if draft.type == "plan")

    @property
    def drafts(self) -> Iterator[DraftObject]:
        """All objects, in the order of the text."""
        return (item for file in self.files for item in file.items if isinstance(item, DraftObject))


@dataclass(frozen=True, slots=True)
class Names:
    """How a plan is called: its folder under ``needs/``, its ID, and what the IDs of its objects hold."""

    folder: str
    plan_id: str
    key: str


def names_for(plan: str) -> Names:
    """The names that follow from ``--plan``: kh-172-2023 is KH-172-2023, nq-175-2023 is KH-NQ-175-2023."""
    folder = slug(plan)
    key = id_part(folder.removeprefix("kh-"))
    return Names(folder, f"KH-{key}", key)


def names_in(plan: str, official: OfficialText, known: Plan) -> Names:
    """The names for a text: of the plan in this folder, else provisional where nobody has signed the text.

    The ID of what is not signed begins with KH-DT- and ends with the year that the text names: no signed plan
    is called so, and deadlines without a year are read in it.
    """
    names = names_for(plan)
    for home in known.plans:
        if home.path.startswith(f"{places.FOLDER}/{names.folder}/"):
            return Names(names.folder, home.id, home.stem)
    key = names.key.removeprefix(f"{UNSIGNED}-")
    if preamble.unsigned(official):
        year = preamble.year_of(official)
        said = YEAR.findall(key)
        key = f"{UNSIGNED}-{key}" if not year or said[-1:] == [str(year)] else f"{UNSIGNED}-{key}-{year}"
    return Names(names.folder, f"KH-{key}", key)
