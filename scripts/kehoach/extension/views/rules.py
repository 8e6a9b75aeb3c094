"""The rules, with the examples that the tests run."""

from collections.abc import Iterator

from kehoach.extension.blocks import Block, Box, Code, Heading, Paragraph
from kehoach.extension.page import Page
from kehoach.language import _
from kehoach.rules import RULES, examples


def rules(page: Page) -> Iterator[Block]:
    """Every rule with its code, its sentence and its examples, the same that the tests run."""
    for code, rule in sorted(RULES.items()):
        sentence = Paragraph(_(rule.sentence), "rule-sentence")
        yield Box((Heading(code), sentence, *_examples(code)), "rule", code)


def _examples(code: str) -> Iterator[Block]:
    captions = {"bad": _("Wrong"), "good": _("Right")}
    seen = set()
    for example in examples(code):
        kind = example.kind
        if kind not in seen:
            seen.add(kind)
            caption = f"{captions[kind]} ({' '.join(example.flags)})" if example.flags else captions[kind]
            yield Paragraph(caption, f"example-caption {kind}")
            yield Code(example.text.removesuffix("\n"))
