"""The rules, with the examples that the tests run."""

import re
from collections.abc import Iterator

from kehoach.extension.blocks import Block, Box, Code, Heading, Paragraph
from kehoach.extension.page import Page
from kehoach.language import _
from kehoach.rules import EXAMPLES, RULES

_EXAMPLE = re.compile(r"^(`{3,})(bad|good) \S+ ?([^\n]*)\n(.*?)\n\1$", re.MULTILINE | re.DOTALL)


def rules(page: Page) -> Iterator[Block]:
    """Every rule with its code, its sentence and its examples, the same that the tests run."""
    for code, rule in sorted(RULES.items()):
        sentence = Paragraph(_(rule.sentence), "rule-sentence")
        yield Box((Heading(code), sentence, *_examples(code)), "rule", code)


def _examples(code: str) -> Iterator[Block]:
    captions = {"bad": _("Wrong"), "good": _("Right")}
    seen = set()
    for _fence, kind, flags, text in _EXAMPLE.findall(EXAMPLES.joinpath(f"{code}.md").read_text("utf-8")):
        if kind not in seen:
            seen.add(kind)
            caption = f"{captions[kind]} ({flags})" if flags else captions[kind]
            yield Paragraph(caption, f"example-caption {kind}")
            yield Code(text)
