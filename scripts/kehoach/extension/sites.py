"""What a public site is built from: the public part of the plans, and pages for readers.

Those pages are our own, or pages of the office that say ``publish: yes`` in their front matter: no other
words of ``index.md`` and ``docs/`` are for the public.
"""

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from kehoach.editing import publishing
from kehoach.files.writing import write_whole
from kehoach.language import _
from kehoach.plan import Plan, model

#: The views that the public sees. The others are of who is late, what is to do, what is not clear.
_VIEWS = frozenset(
    {
        *(
            "home",
            "plan-header",
            "tasks",
            "assignment",
            "agencies",
            "bases",
            "timeline",
            "matrix",
            "calendar",
        ),
        *("evidence", "amendments", "ended-agencies", "downloads", "source"),
    }
)
_VIEW = re.compile(r"^[ \t]*[:`]{3,}\{view\}[ \t]*(\S*)", re.MULTILINE)
_FRONT = re.compile(r"\A---\n(.*?)^---$", re.MULTILINE | re.DOTALL)
_PUBLISHED = re.compile(r"^publish:[ \t]*yes[ \t]*$", re.MULTILINE)
#: An entry of a toctree: "Cơ quan <docs/views/agencies>" or "docs/views/agencies".
_ENTRY = re.compile(r"^(?:[^<\n]*<)?(docs/[^<>\n]+?)(?:\.md)?>?\n", re.MULTILINE)
_EMPTY = re.compile(r"^```\{toctree\}\n(?:(?::[^\n]*)?\n)*```\n", re.MULTILINE)
_HOME, _PAGES = "index.md", PurePosixPath("docs/views")


def write(plan: Plan, root: Path, target: Path, title: str) -> bool:
    """Write the public part of the project in ``root`` to a folder anew; False where no plan is public.

    ``title`` heads the home page, unless the office has one for the public.

    Raises:
        OSError: something cannot be read or written.
        ValueError: a page that is to be public shows what is not.
    """
    if target.exists():
        shutil.rmtree(target)
    if not any(need.type == "plan" for need in publishing.public(plan).values()):
        return False
    pages = {**dict(_our_own()), **dict(_of_office(root))}
    publishing.write(plan, root, target)
    if (root / model.FILE).is_file():
        write_whole(target / model.FILE, (root / model.FILE).read_bytes())
    others = plan.model.settings.get("external_needs", ())
    for path in {source["json_path"] for source in others}:
        # Nothing that is shown names an object of another project, which may be no public one.
        versions: dict[str, object] = {source.get("version", ""): {"needs": {}} for source in others}
        nothing = {"current_version": "", "versions": {"": {"needs": {}}, **versions}}
        write_whole(target / PurePosixPath(path), json.dumps(nothing).encode())
    pages.setdefault(_HOME, "\n".join(_home(title, pages)))
    for name, text in pages.items():
        write_whole(target / PurePosixPath(name), text.encode())
    return True


def _contents() -> dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]]:
    """What the site offers beside the plans: under each caption the pages by name, with title and views."""
    return {
        _("Follow"): (
            ("agencies", _("Agencies"), ("agencies", "ended-agencies")),
            ("timeline", _("Progress"), ("timeline",)),
            ("calendar", _("Calendar"), ("calendar",)),
            ("source", _("Official text"), ("source",)),
            ("downloads", _("Downloads"), ("downloads",)),
        ),
        _("Registers"): (
            ("matrix", _("Who does what"), ("matrix", "assignment")),
            ("evidence", _("Evidence"), ("evidence",)),
            ("amendments", _("Amendments"), ("amendments",)),
            ("bases", _("Legal bases"), ("bases",)),
        ),
    }


def _our_own() -> Iterator[tuple[str, str]]:
    """The pages of public views, where the usual site has them; an office's home page need not name all."""
    for pages in _contents().values():
        for name, title, views in pages:
            shown = (f":::{{view}} {view}\n:::\n" for view in views)
            text = ("---\norphan: true\nnosearch: true\n---\n", f"# {title}\n", *shown)
            yield f"{_PAGES}/{name}.md", "\n".join(text)


def _of_office(root: Path) -> Iterator[tuple[str, str]]:
    """The pages that an office has made for the public.

    Raises:
        ValueError: one shows what is not public.
    """
    found = {path: path.read_text("utf-8") for path in (root / _HOME, *(root / "docs").rglob("*.md"))}
    public = {path: text for path, text in found.items() if _is_public(text)}
    for path, text in sorted(public.items()):
        name = path.relative_to(root).as_posix()
        if private := [view for view in _VIEW.findall(text) if view not in _VIEWS]:
            message = _("{path} says `publish: yes`, but no public site shows this: {views}.")
            raise ValueError(message.format(path=name, views=", ".join(private)))
        yield name, text
    if root / _HOME in public:
        yield _HOME, _narrowed(public[root / _HOME], {path.relative_to(root) for path in public})


def _is_public(text: str) -> bool:
    front = _FRONT.match(text)
    return bool(front and _PUBLISHED.search(front[1]))


def _narrowed(home: str, public: Iterable[Path]) -> str:
    """A home page with those of its entries that the public may see."""
    known = {path.with_suffix("").as_posix() for path in (*public, *map(PurePosixPath, dict(_our_own())))}
    home = _ENTRY.sub(lambda entry: entry[0] if entry[1] in known else "", home)
    return _EMPTY.sub("", home)


def _home(title: str, pages: Iterable[str]) -> Iterator[str]:
    """Where a public plan stands, and what else there is; the office's own pages last."""
    yield f"# {title}\n\n:::{{view}} home\n:::\n"
    for caption, ours in _contents().items():
        yield from _toctree(caption, (f"{label} <{_PAGES}/{name}>" for name, label, _views in ours))
        if caption == _("Follow"):
            yield ":::{plan-pages}\n:::\n"
    if others := sorted(name.removesuffix(".md") for name in {*pages} - {*dict(_our_own())}):
        yield from _toctree(_("More"), others)


def _toctree(caption: str, entries: Iterable[str]) -> Iterator[str]:
    yield from ("```{toctree}", f":caption: {caption}", ":hidden:\n", *entries, "```\n")
