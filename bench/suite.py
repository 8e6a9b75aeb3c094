"""What is measured, beside what, and within which limits.

A run is a command on a generated project; a row of the table sets a run beside its reference. To measure one
thing more: a line in ``RUNS``, a line in ``ROWS``.
"""

import filecmp
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from processes import BUILD, ENVIRONMENT, REPOSITORY, Command, Cost, Processes, python

SIZES = (100, 1_000, 5_000, 20_000)
QUICK = (100, 1_000)
DEMO = BUILD / "demo"


@dataclass(frozen=True)
class Project:
    """A generated project of so many tasks."""

    tasks: int

    @property
    def root(self) -> Path:
        """Where it is."""
        return BUILD / f"tasks-{self.tasks}"

    @property
    def revisions(self) -> Path:
        """A copy of it in git, with two revisions."""
        return BUILD / f"revisions-{self.tasks}"

    def site(self, name: str) -> Path:
        """Where a site of it is built."""
        return BUILD / "sites" / f"{name}-{self.tasks}"


@dataclass(frozen=True)
class Run:
    """A command that is measured, what has to be done before it each time, and how large it is tried."""

    command: Callable[[Project], Command]
    prepare: Callable[[Project], None] = lambda _project: None
    largest: int = SIZES[-1]


def kehoach(*arguments: str) -> Callable[[Project], Command]:
    """A command of kehoach on a project."""
    return lambda project: python("-m", "kehoach", *arguments, "--root", project.root)


def export(form: str) -> Callable[[Project], Command]:
    """An export of a project."""
    return lambda project: [*kehoach("export", form)(project), "--out", project.root / "export"]


def sphinx(builder: str, conf: str, site: str) -> Callable[[Project], Command]:
    """A Sphinx build of a project with one of its configurations."""
    return lambda project: python(
        *("-m", "sphinx", "-q", "-b", builder, "-c", project.root / conf),
        *("-d", project.site(site) / "doctrees", project.root, project.site(site) / builder),
    )


def without(site: str) -> Callable[[Project], None]:
    """Delete a site, so that the build is a cold one."""
    return lambda project: shutil.rmtree(project.site(site), ignore_errors=True)


def edit(project: Project) -> None:
    """Change one value of one task on one page of a hundred tasks."""
    page = project.root / "needs" / "kh-1-2026" / "nhiem-vu-001.md"
    text = page.read_text("utf-8")
    before, option, after = text.partition("\n:in_charge: ")
    value, end, rest = after.partition("\n")
    # Between the two, so that the project does not grow from turn to turn.
    other = value.removeprefix("Ông ") if value.startswith("Ông ") else f"Ông {value}"
    page.write_text(f"{before}{option}{other}{end}{rest}", encoding="utf-8")


def two_revisions(project: Project) -> None:
    """Put a copy into git, and change a deadline on every fifth page of it."""
    if project.revisions.exists():
        return
    shutil.copytree(project.root / "needs", project.revisions / "needs")
    shutil.copy(project.root / "ubproject.toml", project.revisions)
    git = ["git", "-C", str(project.revisions), "-c", "user.name=bench", "-c", "user.email=bench@localhost"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run([*git, *command], check=True)
    for page in sorted((project.revisions / "needs").rglob("nhiem-vu-*.md"))[::5]:
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("\n:deadline: ", "\n:deadline: Trong ", 1), encoding="utf-8")
    subprocess.run([*git, "commit", "-qam", "two"], check=True)


def annex_data(project: Project) -> None:
    """What the annex is printed from, for Typst alone."""
    command = python(REPOSITORY / "bench" / "annex.py", project.root, "--data")
    subprocess.run(command, check=True, env=ENVIRONMENT)


def demo(_project: Project) -> None:
    """A copy of the fictional demo plan, with everything a plan can have."""
    shutil.rmtree(DEMO, ignore_errors=True)
    shutil.copytree(REPOSITORY / "tests" / "projects" / "demo", DEMO)
    shutil.copy(REPOSITORY / "ubproject.toml", DEMO)


def demo_site() -> None:
    """The demo plan with the pages of the site around it, but no downloads."""
    demo(Project(0))
    shutil.copy(REPOSITORY / "conf.py", DEMO)
    shutil.copytree(REPOSITORY / "docs" / "views", DEMO / "docs" / "views")
    (DEMO / "docs" / "views" / "downloads.md").write_text("# Tải về\n", encoding="utf-8")
    toctree = "```{toctree}\n:glob:\n:hidden:\n\ndocs/views/*\n```\n\n:::{plan-pages}\n:::\n"
    (DEMO / "index.md").write_text(f"# Demo\n\n:::{{view}} home\n:::\n\n{toctree}", encoding="utf-8")


def ask(processes: Processes) -> None:
    """What is measured inside processes: pages in a browser, an edit while serving."""
    demo_site()
    built = DEMO / "build" / "html"
    processes.run("demo site", 40, python("-m", "sphinx", "-q", DEMO, built), count=False)
    long = Project(1_000).site("html") / "html"
    processes.ask("pages", 1_000, python(REPOSITORY / "bench" / "pages.py", long, built))
    processes.ask("serve", 40, python(REPOSITORY / "bench" / "warm.py", DEMO))


#: In the order of running; a run and its reference stand together.
RUNS: dict[str, Run] = {
    "check": Run(kehoach("check")),
    "floor": Run(lambda project: python(REPOSITORY / "bench" / "floor.py", project.root)),
    "changes": Run(
        lambda p: python("-m", "kehoach", "changes", "HEAD~1", "HEAD", "--root", p.revisions), two_revisions
    ),
    "git": Run(
        lambda p: ["git", "--no-pager", "-C", p.revisions, "diff", "HEAD~1", "HEAD", "--", "needs"],
        two_revisions,
    ),
    "export json": Run(export("json")),
    "export xlsx": Run(export("xlsx"), largest=5_000),
    "export all": Run(
        lambda _: python("-m", "kehoach", "export", "all", "--root", DEMO, "--out", DEMO / "export"),
        demo,
        100,
    ),
    "annex": Run(lambda p: python(REPOSITORY / "bench" / "annex.py", p.root), largest=5_000),
    "typst": Run(lambda p: python(REPOSITORY / "bench" / "annex.py", p.root, "--typst"), annex_data, 5_000),
    "import": Run(
        lambda p: python(
            *("-m", "kehoach", "import", p.root / "needs" / "kh-1-2026" / "source.txt", "--format", "json")
        ),
        largest=1_000,  # a text of more is no plan, and refused
    ),
    "needs builder": Run(sphinx("needs", "bare", "needs"), without("needs"), 5_000),
    "html": Run(sphinx("html", "views", "html"), without("html"), 5_000),
    "html bare": Run(sphinx("html", "bare", "bare"), without("bare"), 5_000),
    "html bare again": Run(sphinx("html", "bare", "bare"), largest=5_000),
    "html edit": Run(sphinx("html", "views", "html"), edit, 5_000),
    "html again": Run(sphinx("html", "views", "again"), without("again"), 5_000),
}

#: What the table shows: its words, the run, and the reference of the same session.
ROWS: tuple[tuple[str, str, str], ...] = (
    ("check, beside the least that reading can cost", "check", "floor"),
    ("check, beside `sphinx-build -b needs` of bare sphinx-needs", "check", "needs builder"),
    ("changes between two revisions, beside `git diff` alone", "changes", "git"),
    ("export: everything of the demo plan, of 40 tasks", "export all", ""),
    ("export: data as JSON", "export json", ""),
    ("export: workbook", "export xlsx", ""),
    ("export: annex as PDF, beside Typst alone", "annex", "typst"),
    ("import of the official text", "import", ""),
    ("HTML, all views, cold, beside bare sphinx-needs", "html", "html bare"),
    ("HTML after one edit, beside bare sphinx-needs cold", "html edit", "html bare"),
    ("HTML after one edit, beside bare sphinx-needs with nothing to do", "html edit", "html bare again"),
)


#: What takes long from 5,000 tasks on, and the only turn in which it runs there, and where time is short.
ONLY_TURN = dict.fromkeys(
    (
        *("needs builder", "html", "html bare", "html bare again", "html edit", "html again"),
        *("export json", "export xlsx", "annex", "typst"),
    ),
    0,
)


def measure(processes: Processes, sizes: tuple[int, ...], *, quick: bool) -> None:
    """Run everything at every size, three times, by turns with its reference; the first turn warms up."""
    shutil.rmtree(BUILD, ignore_errors=True)
    for size in sizes:
        project = Project(size)
        generate(processes, project)
        chosen = {label: run for label, run in RUNS.items() if size <= run.largest}
        for turn in range(-1 if size == sizes[0] else 0, 1 if quick else 3):
            for label, run in chosen.items():
                if (size < 5_000 and not quick) or ONLY_TURN.get(label, turn) == turn:
                    run.prepare(project)
                    processes.run(label, size, run.command(project), count=turn >= 0)
    if 1_000 in sizes:  # whose site is what is looked at
        ask(processes)
    if 5_000 in sizes:
        processes.ask("lsp", 5_000, python(REPOSITORY / "bench" / "lsp.py", Project(5_000).root))


def generate(processes: Processes, project: Project) -> None:
    """Write a project, in a process of its own."""
    command = python(REPOSITORY / "bench" / "generate.py", project.root, "--tasks", str(project.tasks))
    processes.run("generate", project.tasks, command)


def unlike_cold(tasks: int) -> int | None:
    """How many files of the site after an edit differ from those of a cold build of the same project."""
    edited, cold = (Project(tasks).site(name) / "html" for name in ("html", "again"))
    if not (edited.exists() and cold.exists()):
        return None
    files = {p.relative_to(root) for root in (edited, cold) for p in root.rglob("*") if p.is_file()}
    both = [file for file in files if (edited / file).exists() and (cold / file).exists()]
    _same, changed, unreadable = filecmp.cmpfiles(edited, cold, map(str, both), shallow=False)
    return len(files) - len(both) + len(changed) + len(unreadable)


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that must hold: in words, what was measured, and the bound."""

    words: str
    measured: float | None
    bound: float
    at_least: bool = False

    @property
    def kept(self) -> bool | None:
        """Whether it holds; None where it was not measured."""
        if self.measured is None:
            return None
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound


def limits(processes: Processes) -> Iterator[Limit]:
    """All limits: CPU beside a reference of the same run, memory, and what differs."""
    cost = processes.cost

    def ratio(ours: str, size: int, reference: str, other: int = 0) -> float | None:
        return over(cost(ours, size), cost(reference, other or size))

    def alone(measure: str, label: str, size: int) -> float | None:
        found = cost(label, size)
        return getattr(found, measure) if found else None

    yield Limit("check of 5,000 tasks, times the floor", ratio("check", 5_000, "floor"), 1.3)
    yield Limit("check of 100 tasks, times the floor", ratio("check", 100, "floor"), 2.2)
    faster = ratio("needs builder", 5_000, "check")
    yield Limit("`sphinx-build -b needs`, times that check", faster, 20, at_least=True)
    yield Limit("check of 20,000 tasks, times that of 5,000", ratio("check", 20_000, "check", 5_000), 4.4)
    yield Limit("check of 5,000 tasks, peak memory in MB", alone("memory", "check", 5_000), 100)
    yield Limit("HTML of 1,000 tasks with all views, times bare", ratio("html", 1_000, "html bare"), 0.3)
    yield Limit("HTML of 5,000 tasks, times that of 1,000", ratio("html", 5_000, "html", 1_000), 5.5)
    again = ratio("html edit", 5_000, "html bare again")
    yield Limit("HTML of 5,000 tasks after one edit, times bare with nothing to do", again, 1.5)
    yield Limit("files of it that differ from a cold build", unlike_cold(5_000), 0)
    yield from _in_browsers(processes.figures.get(("pages", 1_000), {}))
    yield from _in_editors(processes.figures.get(("lsp", 5_000), {}))
    serve = processes.figures.get(("serve", 40))
    edited = serve["edit"] / serve["fresh"] if serve else None
    yield Limit("an edit while serving, times a fresh Sphinx with nothing to do", edited, 0.5)
    yield Limit("changes of 5,000 tasks, times one check", ratio("changes", 5_000, "check"), 2.0)
    yield Limit("annex of 1,000 rows as PDF, times Typst alone", ratio("annex", 1_000, "typst"), 2)
    yield Limit("the same, peak memory in MB", alone("memory", "annex", 1_000), 400)
    yield Limit(
        "everything of the demo plan, times the floor of 100 tasks", ratio("export all", 100, "floor"), 29
    )


def _in_browsers(figures: Mapping[str, tuple[float, str]]) -> Iterator[Limit]:
    """Of the pages of 1,000 tasks the worst of each figure."""
    for key, words, bound in (
        ("bytes", "bytes of the first view of a page of 1,000 tasks, compressed", 200_000),
        ("elements", "elements of a page of lists", 3_000),
        ("elements a task", "elements a task of a page of cards or of the official text", 100),
        ("times the demo", "time until it is interactive, times that of the demo of 40 tasks", 2),
    ):
        found = figures.get(key)
        yield Limit(words, found[0] if found else None, bound)


def _in_editors(figures: Mapping[str, float]) -> Iterator[Limit]:
    """What an editor waits for in a plan of 5,000 tasks, in milliseconds, 95 times of a hundred."""
    for key, words, bound in (
        ("page", "findings of the page that is typed in, ms", 150),
        ("plan", "findings of the whole plan after typing stops, ms", 1_000),
        ("completion", "what can be written, ms", 50),
        ("hover", "what an ID is, ms", 30),
        ("rename", "another ID for an agency in 700 places, ms", 500),
        ("memory", "memory of the language server, MB", 250),
    ):
        yield Limit(f"{words}, 5,000 tasks", figures.get(key), bound)


def over(above: Cost | None, below: Cost | None) -> float | None:
    """How many times the CPU of one is that of the other."""
    return above.cpu / below.cpu if above and below and below.cpu else None
