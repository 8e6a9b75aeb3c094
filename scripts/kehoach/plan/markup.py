"""What may stand in ``needs/`` besides directives: a whitelist over MyST's own parse."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from kehoach.language.text import cut

if TYPE_CHECKING:  # only suspicious text needs them
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Text without any of these cannot be more than paragraphs and list items, and most text is:
# a full parse of every clause would cost more than all other checks together.
# In how many lists soever, the beginning of a line that is more than words.
_START = r"""(?:\s*(?:[-+]|\d{1,9}[.)])(?=\s))*
    \s*(?:\#{1,6}(?:\s|$) | (?:\s*(?:[-+]|\d{1,9}[.)])(?=\s)){8}
    | > | % | \+(?:\s*\+){2} | [-+_=][-+_=\s]*$ | \(.*\)= | \ {4} | \t)"""
_BLOCK = re.compile(_START, re.VERBOSE)
_SUSPICIOUS = re.compile(
    rf"[<`{{}}\\$*|!~^] | &\#?[0-9A-Za-z]+; | \[\[ | \]\s*[(:\[] | _\S | :// | ^{_START}", re.VERBOSE
)
# What the rest of that needs at the least, seen at once for a whole text.
_SIGN = re.compile(r"[<`{}\\$*|!~^&\[\]_]")

_HEADING = re.compile(r"^#{1,6}\s+(?=\S)")
_ALLOWED = {
    "paragraph_open", "bullet_list_open", "ordered_list_open", "list_item_open",
    "em_open", "strong_open", "text", "softbreak", "hardbreak", "text_special",
}  # fmt: skip
_OUTSIDE_NEEDS = {"heading_open"}
_ROLES = {"need"}
# Anything else would be looked up among the files: MyST copies what a link leads to into the site.
# In small letters, as MyST knows them.
_ADDRESS = re.compile(r"https?://|mailto:")
#: Lists in lists, and emphasis in emphasis: deeper text is none, and breaks off whoever walks through it.
_DEPTH = 16
#: Brackets in a row of paragraphs; each is looked for the end of, up to the last.
_BRACKETS = 5000
#: How a mention says what is shown for it.
_TITLED = re.compile(r".+?<([^<]*)>", re.DOTALL)
_DYNAMIC = re.compile(r"\[\[.*?\]\]")


def suspicious(lines: Sequence[str]) -> bool:
    """Whether lines may be more than words; those of a mention are."""
    text = "\n".join(lines)
    look = _SUSPICIOUS.search if "://" in text or _SIGN.search(text) else _BLOCK.match
    return any(map(look, filter(None, lines)))


def forbidden(lines: Sequence[str], *, in_need: bool) -> Iterator[tuple[int, str]]:
    """Constructs outside the permitted subset, the first of each line: (its offset, what to quote)."""
    if not suspicious(lines if in_need else [_HEADING.sub("", line) for line in lines]):
        return
    text = "\n".join(lines)
    if text.count("[") > _BRACKETS:
        yield next((offset, _quoted(line)) for offset, line in enumerate(lines) if "[" in line)
        return
    allowed = _ALLOWED if in_need else _ALLOWED | _OUTSIDE_NEEDS
    free_from = 0  # a construct over several lines is reported once
    definitions: dict[str, Any] = {}
    # The parser of colon fences looks one character behind the last line, in a quotation at the end.
    for token, line in _leaves(_parser().parse(f"{text}\n", definitions)):
        if line >= free_from and (what := _fault(token, allowed)):
            yield line, _quoted(what if token.level or not token.map else lines[line].strip())
            free_from = max(line + 1, token.map[1] if token.map else 0)
    # "[x]: address" leaves no token, and is the address of every [x] of the page.
    for definition in definitions.get("references", {}).values():
        line = definition["map"][0]
        yield line, _quoted(lines[line])


def called(character: str) -> str:
    """A character that nobody sees by its number and Unicode's name for it, where it has one."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def mentions(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The objects that a text names by ``{need}``: (offset of the line, what stands there for an ID)."""
    text = "\n".join(lines)
    if "{" in text and any(f"{{{role}}}" in text for role in _ROLES):
        for token, line in _leaves(_parser().parse(f"{text}\n")):
            if token.type == "myst_role" and token.meta["name"] in _ROLES:
                titled = _TITLED.fullmatch(token.content)
                yield line, titled[1] if titled else token.content


def _fault(token: "Token", allowed: set[str]) -> str:
    """What is forbidden about a token, in words to quote; empty where nothing is."""
    if token.type == "link_open":
        target = str(token.attrGet("href") or "")
        return "" if _ADDRESS.match(target) else target or "[]()"
    if token.type == "myst_role":
        return "" if token.meta["name"] in _ROLES else "{" + token.meta["name"] + "}"
    if token.type.startswith("footnote"):
        return f"[^{token.meta['label']}]" if token.meta else token.type
    if token.type == "text" and (call := _DYNAMIC.search(token.content)):
        return call[0]
    if token.type in allowed and token.level <= _DEPTH:
        misread = token.type == "heading_open" and _is_no_heading(token)
        return token.content or token.markup if misread else ""
    return f"![{token.content}]" if token.type == "image" else token.content or token.markup or token.type


def _is_no_heading(token: "Token") -> bool:
    """Whether the reader does not take a heading for one: underlined, or in a list."""
    return token.markup in ("=", "-") or token.level > 0


def _quoted(text: str) -> str:
    return cut(text.strip().split("\n")[0], 40)


def _leaves(tokens: "Sequence[Token]", line: int = 0) -> "Iterator[tuple[Token, int]]":
    """Opening and leaf tokens with the offset of their line."""
    for token in tokens:
        if token.map:
            line = token.map[0]
        if token.type == "inline":
            inner = line
            for child in token.children or ():
                if child.type in {"softbreak", "hardbreak"}:
                    inner += 1
                elif child.nesting >= 0:
                    yield child, inner
        elif token.nesting >= 0:
            yield token, line


@cache
def _parser() -> "MarkdownIt":
    """MyST's parser as Sphinx sets it up, but producing tokens only."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.colon_fence import colon_fence_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin
    from mdit_py_plugins.myst_blocks import myst_block_plugin
    from mdit_py_plugins.myst_role import myst_role_plugin

    return (
        MarkdownIt("commonmark")
        .enable("table")
        .use(front_matter_plugin)
        .use(myst_block_plugin)
        .use(myst_role_plugin)
        .use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
        .use(colon_fence_plugin)
    )
