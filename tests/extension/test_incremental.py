"""Incremental builds after edits that nobody chose: each equals a cold build, file by file."""

import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import Run, add_second_plan
from extension.test_builds import differences
from kehoach import rules
from kehoach.plan import reader

#: A need with its options and body, up to the line that closes it.
BLOCK = re.compile(r"^:::\{(\w+)\} .*?\n:::\n", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"^:(\w+): (.*)$", re.MULTILINE)

Pages = dict[Path, str]
Change = Callable[[random.Random, Pages], None]


def blocks(pages: Pages) -> list[tuple[Path, re.Match[str]]]:
    """Every need with the page it stands on."""
    return [(path, block) for path, text in pages.items() for block in BLOCK.finditer(text)]


def replace(pages: Pages, path: Path, found: re.Match[str], text: str) -> None:
    pages[path] = pages[path][: found.start()] + text + pages[path][found.end() :]


def other_value(rng: random.Random, pages: Pages) -> None:
    """An option gets the value that it has in another need of the type."""
    path, block = rng.choice(blocks(pages))
    option = rng.choice([o for o in OPTION.finditer(block[0]) if o[1] != "id"])
    values = {
        same[2]
        for _path, other in blocks(pages)
        if other[1] == block[1]
        for same in OPTION.finditer(other[0])
        if same[1] == option[1]
    }
    changed = block[0][: option.start(2)] + rng.choice(sorted(values)) + block[0][option.end(2) :]
    replace(pages, path, block, changed)


def more_words(rng: random.Random, pages: Pages) -> None:
    """A title or a value in words becomes longer, with signs that HTML has a meaning for."""
    path, block = rng.choice(blocks(pages))
    lines = block[0].split("\n")
    worded = [
        n for n, line in enumerate(lines) if n == 0 or re.match(r":(result|difficulties|scope|abbr):", line)
    ]
    lines[rng.choice(worded)] += f' "A & B <{rng.randint(1, 99)}>'
    replace(pages, path, block, "\n".join(lines))


def option_gone(rng: random.Random, pages: Pages) -> None:
    """An option is deleted."""
    path, block = rng.choice(blocks(pages))
    option = rng.choice(list(OPTION.finditer(block[0])))
    replace(pages, path, block, block[0].replace(f"{option[0]}\n", "", 1))


def need_gone(rng: random.Random, pages: Pages) -> None:
    """A need is deleted."""
    path, block = rng.choice(blocks(pages))
    replace(pages, path, block, "")


def need_doubled(rng: random.Random, pages: Pages) -> None:
    """A need is copied under an ID of its own."""
    path, block = rng.choice(blocks(pages))
    copy = re.sub(r"^(:id: .*)$", rf"\1-{rng.randint(100, 999)}", block[0], count=1, flags=re.MULTILINE)
    replace(pages, path, block, f"{block[0]}\n{copy}")


def need_moved(rng: random.Random, pages: Pages) -> None:
    """A need moves to the end of another page."""
    path, block = rng.choice(blocks(pages))
    replace(pages, path, block, "")
    pages[rng.choice(sorted(pages))] += f"\n{block[0]}"


def needs_swapped(rng: random.Random, pages: Pages) -> None:
    """Two needs of a page change places."""
    path = rng.choice(sorted(pages))
    first, second = sorted(rng.sample(list(BLOCK.finditer(pages[path])), 2), key=lambda block: block.start())
    text = pages[path]
    middle = text[first.end() : second.start()]
    pages[path] = text[: first.start()] + second[0] + middle + first[0] + text[second.end() :]


def heading_changed(rng: random.Random, pages: Pages) -> None:
    """A page is called otherwise."""
    path = rng.choice(sorted(pages))
    pages[path] = re.sub(r"^(# .*)$", rf"\1 ({rng.randint(1, 99)})", pages[path], count=1, flags=re.MULTILINE)


def page_added(rng: random.Random, pages: Pages) -> None:
    """A need moves to a page of its own."""
    path, block = rng.choice(blocks(pages))
    replace(pages, path, block, "")
    number = rng.randint(100, 999)
    pages[path.parent / f"them-{number}.md"] = f"# Trang thêm {number} (dữ liệu giả định)\n\n{block[0]}"


def page_gone(rng: random.Random, pages: Pages) -> None:
    """A page is deleted, and its needs stand on another."""
    path = rng.choice(sorted(pages))
    text = pages.pop(path)
    pages[rng.choice(sorted(pages))] += "\n" + "\n".join(block[0] for block in BLOCK.finditer(text))


def page_renamed(rng: random.Random, pages: Pages) -> None:
    """A file gets another name."""
    path = rng.choice(sorted(pages))
    pages[path.with_name(f"{rng.choice('amz')}{rng.randint(1, 99)}-{path.name}")] = pages.pop(path)


CHANGES: tuple[Change, ...] = (
    other_value, other_value, more_words, option_gone, need_gone, need_doubled, need_moved,
    needs_swapped, heading_changed, page_added, page_gone, page_renamed,
)  # fmt: skip


def write(root: Path, pages: Pages) -> None:
    """Make the files of ``needs/`` those pages, and touch no file that is the same."""
    for path in (root / "needs").rglob("*.md"):
        if path.relative_to(root) not in pages:
            path.unlink()
    for name, text in pages.items():
        path = root / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def edits(rng: random.Random, root: Path) -> Iterator[str]:
    """Change the plan in ``root`` by chance, over and over, and never so that a check finds anything."""
    trial = root.with_name("trial")
    shutil.copytree(root, trial)
    pages = {p.relative_to(root): p.read_text("utf-8") for p in sorted((root / "needs").rglob("*.md"))}
    while True:
        change, changed = rng.choice(CHANGES), dict(pages)
        try:
            change(rng, changed)
        except (IndexError, ValueError):  # there is nothing to change in that way
            continue
        write(trial, changed)
        if changed != pages and not rules.check(reader.read(trial)):
            pages = changed
            write(root, pages)
            yield change.__name__


def without_text_at_hand(root: Path) -> None:
    """Any word may be edited alone where the official text is not in the repository."""
    for path in (root / "needs").rglob("*.md"):
        text = path.read_text("utf-8")
        path.write_text(
            re.sub(r"^:source: .*\.txt$", ":source: Bản giấy", text, flags=re.M), encoding="utf-8"
        )


@pytest.mark.parametrize(
    ("seed", "count"),
    [pytest.param(1, 4), *(pytest.param(seed, 25, marks=pytest.mark.soak) for seed in (2, 3, 4, 5))],
)
def test_after_random_edits_each_incremental_build_equals_a_cold_one(
    seed: int, count: int, demo: Path, sphinx_build: Run
) -> None:
    """One site goes through all edits, and after each it is byte for byte that of a cold build."""
    if seed % 2 == 0:
        add_second_plan(demo)
    without_text_at_hand(demo)
    assert sphinx_build(demo).returncode == 0
    site, doctrees = demo / "build" / "html", demo / "build" / "html-doctrees"
    made = []
    for edit, _number in zip(edits(random.Random(seed), demo), range(count), strict=False):
        made.append(edit)
        built = sphinx_build(demo)
        assert (built.returncode, built.stderr) == (0, ""), made
        kept = site.rename(demo / "kept"), doctrees.rename(demo / "kept-doctrees")
        assert sphinx_build(demo).returncode == 0
        assert differences(kept[0], site) == [], made
        for cold, warm in zip((site, doctrees), kept, strict=True):
            shutil.rmtree(cold)
            warm.rename(cold)


def test_every_page_follows_the_names_of_the_first_pages(demo: Path, sphinx_build: Run) -> None:
    """A page that home calls otherwise is called so on top of all pages, edited or not."""
    home = demo / "index.md"
    first = "```{toctree}\n:hidden:\n\nCơ quan <docs/views/agencies>\n```\n\n"
    text = home.read_text("utf-8").replace("```{toctree}", f"{first}```{{toctree}}", 1)
    home.write_text(text, encoding="utf-8")
    assert sphinx_build(demo).returncode == 0
    home.write_text(text.replace("Cơ quan <", "Đơn vị <"), encoding="utf-8")
    assert sphinx_build(demo).returncode == 0
    for page in (demo / "build" / "html" / "docs" / "views").glob("*.html"):
        assert ">Đơn vị</a>" in page.read_text("utf-8"), page.name
