"""The least that reading ``needs/`` can cost: parse blocks, tokenize options, keep nothing."""

import re
import sys
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from myst_parser.parsers.options import options_to_items

DIRECTIVE = re.compile(r"\{[^}]+\}")


def parser() -> MarkdownIt:
    """A parser of blocks only, without any inline work."""
    md = MarkdownIt("zero").use(colon_fence_plugin)
    md.enable(["fence", "heading", "html_block", "code", "list", "blockquote"])
    return md.disable(["inline", "text_join"], ignoreInvalid=True)


def read(root: Path) -> int:
    """Read every file, and return how many directives there are."""
    md, count = parser(), 0
    for path in sorted((root / "needs").rglob("*.md")):
        for token in md.parse(path.read_text(encoding="utf-8")):
            if token.type not in {"colon_fence", "fence"} or not DIRECTIVE.match(token.info.strip()):
                continue
            options = []
            for line in token.content.split("\n"):
                if not line.lstrip().startswith(":"):
                    break
                options.append(line.lstrip()[1:])
            if options:
                options_to_items("\n".join(options))
            count += 1
    return count


if __name__ == "__main__":
    print(read(Path(sys.argv[1])))
