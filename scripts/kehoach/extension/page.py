"""A page being drawn: where the plan stands, and where links lead from it."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from sphinx.builders import Builder
from sphinx.errors import NoUri
from sphinx.util.osutil import relative_uri
from sphinx_needs.data import SphinxNeedsData
from sphinx_needs.utils import check_and_calc_base_url_rel_path

from kehoach.extension.lists import Ledger
from kehoach.language.text import slug
from kehoach.plan import Need, Plan
from kehoach.progress import Progress, TaskStatus
from kehoach.reports.tables import Span, Words, linked
from kehoach.reports.words import plan_name

#: What builders raise that have no pages, or leave the page out.
_NOWHERE = (NoUri, NotImplementedError)
#: The folder of the site that the agencies' own pages are in, and nothing else.
AGENCY_PAGES = "co-quan"
#: The same of the pages of past periods.
PERIOD_PAGES = "ky"
#: The same of the published files of evidence.
FILES = "minh-chung"


def docname(need: Need) -> str:
    """The Sphinx document a need stands in."""
    return need.path.removesuffix(".md")


def agency_docname(agency: Need) -> str:
    """The document of an agency's own page."""
    return f"{AGENCY_PAGES}/{agency.id.lower()}"


def period_docname(home: Need, period: str) -> str:
    """The document of a past period of a plan, by what the period is called."""
    return f"{PERIOD_PAGES}/{home.id.lower()}-{slug(period)}"


def published_file(evidence: Need) -> str:
    """Where the file of an evidence is on the site, from its top; empty where it is not published."""
    if evidence["publish"] != "yes" or not evidence["file"]:
        return ""
    return f"{FILES}/{evidence.id.lower()}{PurePosixPath(evidence['file']).suffix.lower()}"


def has_agency_pages(builder: Builder) -> bool:
    """Whether a site has a page for each agency: those of one page, or of none, have only their cards."""
    return builder.format == "html" and builder.name != "singlehtml"


def outside_address(page: "Page", need_id: str) -> str:
    """Where an object of another project stands, as sphinx-needs has it from its declaration."""
    need = SphinxNeedsData(page.builder.env).get_needs_mutable()[need_id]
    return check_and_calc_base_url_rel_path(str(need["external_url"]), page.docname)


@dataclass(frozen=True)
class Page:
    """A page being drawn. ``only`` is the plan that alone is shown, where it is not all of them."""

    progress: Progress
    builder: Builder
    docname: str
    only: Need | None = None
    #: Where documents stand from here, and spans as HTML: the same few are asked for thousands of times.
    uris: dict[str, str] = field(default_factory=dict, compare=False)
    spans: dict[Span, str] = field(default_factory=dict, compare=False)
    #: What its long lists have come to.
    ledger: Ledger = field(default_factory=Ledger, compare=False)

    def __post_init__(self) -> None:
        """Tell the ledger whose it is."""
        self.ledger.docname = self.docname

    @property
    def plan(self) -> Plan:
        """All plans."""
        return self.progress.plan

    @property
    def tasks(self) -> tuple[TaskStatus, ...]:
        """The tasks that are shown, plan by plan."""
        return self.progress.plan_by_plan(self.only)

    @property
    def several(self) -> bool:
        """Whether what is shown is of several plans, and must say of which."""
        return self.only is None and len(self.plan.plans) > 1

    def address(self, span: Span) -> str:
        """Where a link leads: to the card of an object, to an agency's own page, or where it says itself.

        Empty where this builder knows no such place.
        """
        need = self.plan.needs.get(span.to)
        if need is None:
            return span.to
        if span.page and has_agency_pages(self.builder):
            return self.document(agency_docname(need))
        uri = self.document(docname(need))
        return f"{uri}#{need.id}" if uri or docname(need) == self.docname else ""

    def beside(self, path: str) -> str:
        """Where a file of the site stands from here, by its path from the top."""
        try:
            return relative_uri(self.builder.get_target_uri(self.docname), path)
        except _NOWHERE:
            return path

    def document(self, target: str) -> str:
        """Where a document stands from here; empty where this builder knows no such place."""
        if target not in self.uris:
            try:
                self.uris[target] = self.builder.get_relative_uri(self.docname, target)
            except _NOWHERE:
                self.uris[target] = ""
        return self.uris[target]

    def of_plan(self, need: Need) -> Words:
        """A link to the plan that a need belongs to; nothing for what the plans share."""
        home = self.plan.plan_of(need)
        return (linked(home, plan_name(home)),) if home else ()
