"""Search that finds Vietnamese with or without accents, and lands on the need itself."""

import unicodedata
from collections.abc import Iterator, Set
from functools import lru_cache
from typing import Any, ClassVar

from sphinx.application import Sphinx
from sphinx.domains import Domain, ObjType
from sphinx.search import SearchLanguage

from kehoach.extension.gate import plan_of
from kehoach.extension.page import docname
from kehoach.language.text import unaccented
from kehoach.reports.words import plan_name

#: Shown before pages: what people look for is a task, an agency, a document.
_PRIORITY = 1


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


class PlanDomain(Domain):
    """Tells Sphinx's search where each need stands. It has no directives of its own."""

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
