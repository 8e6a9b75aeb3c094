"""Search that finds Vietnamese with or without accents, and lands on the object itself.

Objects have an index of their own, which ``static/search.js`` loads when somebody searches; that of
Sphinx finds words in the text of pages, below them.
"""

import json
import unicodedata
from collections.abc import Iterator, Set
from functools import lru_cache
from typing import Any, ClassVar

from sphinx.application import Sphinx
from sphinx.domains import Domain, ObjType
from sphinx.search import SearchLanguage

from kehoach.extension.drawing import drawings_of
from kehoach.extension.gate import plan_of, progress_of
from kehoach.extension.page import agency_docname, docname
from kehoach.extension.views import views_on
from kehoach.extension.views.tasks import LISTED, narrowed, states_of
from kehoach.language.text import unaccented
from kehoach.progress import State
from kehoach.progress.drafts import uncounted
from kehoach.reports.words import day, plan_name, state_label

#: Not in Sphinx's index: objects have one of their own.
_PRIORITY = -1
#: The file with the index of objects, at the top of the site.
FILE = "objects.js"
#: The types by what people look for first; others follow.
_FIRST = ("task", "plan", "agency", "basis", "amendment", "evidence", "deliverable")
#: What an object is called besides its ID and title.
_NAMES = ("number", "clause", "abbr", "also_called")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower-case text without accents: "Đối thoại" → "doi thoai"."""
    return unaccented(text.lower())


class SearchVietnamese(SearchLanguage):
    """Indexes each word as written and without accents; static/search.js does the rest."""

    lang = "vi"
    language_name = "Vietnamese"
    stopwords = frozenset()
    js_stemmer_code = "var Stemmer = function () { this.stemWord = (word) => word; };"
    js_splitter_code = (
        r'var splitQuery = (query) => query.normalize("NFC")'
        r".split(/[^\p{Letter}\p{Number}_]+/gu).filter((word) => word);"
    )

    def split(self, input: str) -> list[str]:  # noqa: A002 - the name Sphinx gives it
        """Each word of a text once, and the unaccented form of each that has accents."""
        words = dict.fromkeys(super().split(unicodedata.normalize("NFC", input)))
        return [*words, *(plain for word in words if (plain := fold(word)) != word.lower())]


def forget_words_of_no_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Drop words that no page has any more.

    Sphinx keeps them in the index of an incremental build, which then differs from that of a cold one.
    Called when the last page has been written and the index has not; it adds no page of its own.
    """
    indexer = getattr(app.builder, "indexer", None)
    if indexer is not None:
        for words in (indexer._mapping, indexer._title_mapping):
            for word in [word for word, pages in words.items() if not pages]:
                del words[word]
    yield from ()


def index(app: Sphinx) -> str:
    """The index of objects as a script: a page in a folder may load no other file.

    Types in the order in which people look for them; states; pages; lists with their addresses; then each
    object as type, ID, title, page, state, last day, plan among several, and its other names, numbers being
    places in those lists and -1 none. Tasks of drafts beside signed plans have no state.
    """
    progress = progress_of(app.env)
    plan, states = progress.plan, list(State)
    types = sorted(plan.model.types.values(), key=lambda t: (*(t.name != first for first in _FIRST),))
    places = {found.name: number for number, found in enumerate(types)}
    pages: dict[str, int] = {}
    several = len(plan.plans) > 1
    objects = []
    for need in sorted(plan.needs.values(), key=lambda need: places[need.type]):
        agency = need.type == "agency"
        address = app.builder.get_target_uri(agency_docname(need) if agency else docname(need))
        status = progress.of(need) if need.type == "task" else None
        due = status.obligation.due if status else None
        home = plan.plan_of(need) if several else None
        objects.append(
            (
                places[need.type],
                need.id,
                need.title,
                pages.setdefault(address, len(pages)),
                states.index(status.state) if status and not uncounted(plan, need, progress.as_of) else -1,
                day(due) if due else "",
                plan.plans.index(home) if home else -1,
                *(need[name] for name in _NAMES if need[name]),
            )
        )
    told = {
        "types": [found.title for found in types],
        "own": places["agency"],
        "states": [(state.value, state_label(state)) for state in states],
        "plans": [plan_name(one) for one in plan.plans],
        "pages": list(pages),
        "lists": _lists(app),
        "objects": objects,
    }
    return f"kehoachObjects({json.dumps(told, ensure_ascii=False, separators=(',', ':'))});\n"


def _lists(app: Sphinx) -> list[tuple[str, str]]:
    """What the list of tasks can be narrowed to by its state, in words, and where."""
    pages = [name for name, views in views_on(app.env).items() if LISTED & set(views)]
    if not pages:
        return []
    page = drawings_of(app).page(min(pages, key=lambda name: (name != app.config.root_doc, name)))
    found = {key: words for status in page.tasks for key, words in states_of(page, status)}
    address = app.builder.get_target_uri(page.docname)
    return [(words, address + narrowed(key)) for key, words in found.items()]


class PlanDomain(Domain):
    """Tells ``objects.inv`` where each need stands. It has no directives of its own."""

    name = "plan"
    label = "Plan"
    initial_data: ClassVar[dict[str, object]] = {}
    data_version = 1

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Every need: name, name shown, its type (and plan), page, anchor, priority.

        The name is for ``objects.inv``, whose lines are parted at spaces. It is not the anchor, for which
        the search would then take the name shown. What other projects name is a label (``sharing.py``).
        """
        plan = plan_of(self.env)
        self.object_types = {}  # type: ignore[misc] # those of this site
        several = len(plan.plans) > 1
        for need in plan.needs.values():
            kind, shown = need.type, plan.model.types[need.type].title
            if several and (home := plan.plan_of(need)):
                kind, shown = f"{kind}-{home.id}", f"{shown}, {plan_name(home)}"
            self.object_types[kind] = ObjType(shown)
            yield f"{need.type}:{need.id}", need.title, kind, docname(need), need.id, _PRIORITY

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:  # noqa: A002, ARG002 - Sphinx's
        """The type as people call it, and its plan among several."""
        return type.lname

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, object]) -> None:
        """Nothing is kept from reading, so parallel readers have nothing to hand over."""
