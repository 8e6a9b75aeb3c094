"""``kehoach export``: all formats, the same each time, and what each of them carries of the model."""

import csv
import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import jsonschema_rs
import pytest

from conftest import ROOT, Run
from documents.test_documents import PLAN, TODAY, demo_on
from kehoach import documents
from kehoach.documents.layout import Document
from kehoach.export import FORMATS, Order, data, excel, exports, fonts, ics, pdf
from kehoach.files import writing
from kehoach.plan import Need, Plan, upper
from kehoach.progress import Progress, binding
from kehoach.reports import data as figures
from reports.test_status import on, real_plan, task
from repositories import repository_of, run

SCHEMA = json.loads((ROOT / "scripts/kehoach/export/plan.schema.json").read_text("utf-8"))


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything of the real plan, exported once by the command."""
    out = tmp_path_factory.mktemp("exported")
    command = [sys.executable, "-m", "kehoach", "export", "all", "--root", str(ROOT), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""  # no progress bar where nobody watches
    assert sorted(done.stdout.split()) == sorted(map(str, out.iterdir()))
    return out


def test_every_format_is_there(exported: Path) -> None:
    """All seven formats, with a slip, a calendar and (where one is due) a letter for agencies."""
    names = contents(exported)
    assert {name.rpartition(".")[2] for name in names} == set(FORMATS)
    for name in (
        "ke-hoach-KH-172-2023.pdf",
        "phan-cong-KH-172-2023.docx",
        "tong-hop-KH-172-2023.pdf",
        "bao-cao-KH-172-2023.docx",
        "phieu-CQ-SNV-KH-172-2023.docx",
        "phieu-CQ-SNV-KH-172-2023.pdf",
        "don-doc-CQ-SNV-KH-172-2023.docx",
        "theo-doi-KH-172-2023.xlsx",
        "lich-CQ-SNV-KH-172-2023.ics",
        "du-lieu-KH-172-2023.json",
    ):
        assert name in names


@pytest.mark.parametrize("words", [
    "Kế hoạch rất dài " * 40, "x" * 400, "☑ 😀 中 \ue000 \xad\u200b",
    "<b>&amp; \\ ; , \" ' {{ x }} #let $x$ [[y]] %",
], ids=["long", "one word", "no glyphs", "signs"])  # fmt: skip
def test_any_number_and_title(words: str) -> None:
    """A plan is exported in every format whatever its title and number, and however long they are."""
    options = {**PLAN.options, "number": f"1 {words}", "subject": words}
    plan = replace(PLAN, title=f"{words} hết", options=options)
    progress = on(TODAY, plan, task(words))
    order = Order(progress, plan, TODAY, fonts.font_of(ROOT))
    made = {export.name: export.make() for export in exports(order, FORMATS)}
    assert {name.rpartition(".")[2] for name in made} == set(FORMATS)
    assert all(made.values())


def test_twice_the_same_bytes_in_another_folder(exported: Path, kehoach: Run, tmp_path: Path) -> None:
    """From another folder to another folder, on the same day, all files are the same."""
    again = tmp_path / "thư mục khác"
    assert kehoach("export", "all", "--root", ROOT, "--out", again, cwd=tmp_path).returncode == 0
    assert contents(again) == contents(exported)


def test_of_one_agency(kehoach: Run, tmp_path: Path) -> None:
    """``--agency`` gives its slip, letter, workbook and calendar, and nothing of others."""
    done = kehoach("export", "all", "--root", ROOT, "--agency", "CQ-SNV", "--out", tmp_path)
    assert done.returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "don-doc-CQ-SNV-KH-172-2023.docx",
        "lich-CQ-SNV-KH-172-2023.ics",
        "phieu-CQ-SNV-KH-172-2023.docx",
        "phieu-CQ-SNV-KH-172-2023.pdf",
        "theo-doi-CQ-SNV-KH-172-2023.xlsx",
    ]


def test_the_workbook_of_an_agency_holds_its_tasks() -> None:
    """What it leads or supports, and no other."""
    part = on(TODAY).of_agency(real_plan().needs["CQ-SNV"])
    assert [need for need, _row in excel.sheets(part, PLAN)[0].rows] == [
        "NV-172-2023-II-1-A",
        "NV-172-2023-II-1-C",
    ]


REFUSED = [
    (("pdf", "--agency", "CQ-KHONG"), 'There is no agency "CQ-KHONG"'),
    (("pdf", "--plan", "KH-KHONG"), 'There is no plan "KH-KHONG"'),
    (("json", "--agency", "CQ-SNV"), "json is of the whole plan"),
    (("odt",), "odt"),
    (("pdf", "--as-of", "31/2/2026"), "No such day"),
    (("pdf", "--out", "/dev/null/x"), "Cannot write"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED, ids=[" ".join(row[0]) for row in REFUSED])
def test_a_wrong_argument(arguments: tuple[str, ...], message: str, kehoach: Run) -> None:
    """What cannot be done is said in a sentence, with exit code 2."""
    done = kehoach("--lang", "en", "export", *arguments, "--root", ROOT)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_plan_with_findings_is_not_exported(kehoach: Run, plan_copy: Path, tmp_path: Path) -> None:
    """What the build refuses is not filed either."""
    path = plan_copy / "needs/kh-172-2023/ii-noi-dung-thuc-hien.md"
    path.write_text(path.read_text("utf-8").replace(":owner: CQ-SNV\n", ""), encoding="utf-8")
    done = kehoach("export", "all", "--root", plan_copy, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "KH101" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_character_without_a_glyph_names_the_need(kehoach: Run, plan_copy: Path, tmp_path: Path) -> None:
    """The command says which character of which object the font lacks; the file is written all the same."""
    path = plan_copy / "needs/kh-172-2023/ii-noi-dung-thuc-hien.md"
    title = "Hội nghị quán triệt, phổ biến Luật và các văn bản quy định chi tiết"
    text = path.read_text("utf-8")
    assert f"{{deliverable}} {title}\n" in text
    path.write_text(
        text.replace(f"{{deliverable}} {title}\n", f"{{deliverable}} {title} ☑\n"), encoding="utf-8"
    )
    done = kehoach("--lang", "en", "export", "pdf", "--root", plan_copy, "--out", tmp_path / "out")
    assert done.returncode == 0
    assert 'phan-cong-KH-172-2023.pdf: The font TeX Gyre Termes has no character "☑" (U+2611)' in done.stderr
    assert "NV-172-2023-II-1-A" in done.stderr
    assert list((tmp_path / "out").glob("phan-cong*"))


def test_an_interrupted_export_leaves_the_former_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever happens while a file is written, what was there stays, and nothing half-written with it."""
    path = tmp_path / "a.pdf"
    writing.write_whole(path, b"former")

    def interrupted(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        writing.write_whole(path, b"new")
    assert contents(tmp_path) == {"a.pdf": b"former"}


def test_a_killed_export_damages_nothing(exported: Path, tmp_path: Path) -> None:
    """Killed after any number of files, every file is absent or as it should be."""
    whole = contents(exported)
    for number in (1, 3, 9):
        out = tmp_path / str(number)
        out.mkdir()
        command = [sys.executable, "-m", "kehoach", "export", "all", "--root", str(ROOT), "--out", str(out)]
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(list(out.glob("[!.]*"))) < number and running.poll() is None:
            time.sleep(0.02)
        running.kill()
        running.wait()
        left = {name: content for name, content in contents(out).items() if not name.startswith(".")}
        assert len(left) >= number
        assert left.items() <= whole.items()


# -- data -------------------------------------------------------------------------------------------


def test_the_json_keeps_to_its_schema(demo_plan: Plan) -> None:
    """Both plans are what the schema says, and it is strict enough to notice a missing key."""
    jsonschema_rs.meta.validate(SCHEMA)
    validator = jsonschema_rs.validator_for(SCHEMA, validate_formats=True)
    for progress, plan in (demo_on(demo_plan), (on(TODAY), PLAN)):
        written = json.loads(data.as_json(progress, plan))
        validator.validate(written)
        assert written["version"] == upper.VERSION == SCHEMA["properties"]["version"]["const"]
        del written["tasks"][0]["state"]
        assert not validator.is_valid(written)


def test_the_json_has_every_need_and_the_computed_values(demo_plan: Plan) -> None:
    """All objects as written, and the tasks as `kehoach status` computes them."""
    progress, plan = demo_on(demo_plan)
    written = json.loads(data.as_json(progress, plan))
    assert [need["id"] for need in written["needs"]] == list(demo_plan.needs)
    told = [{key: value for key, value in task.items() if key != "fingerprint"} for task in written["tasks"]]
    assert told == [figures.task_data(progress, s) for s in progress.tasks]
    assert written["as_of"] == "2026-11-22"


def test_the_json_names_the_commit_that_holds_the_plan(kehoach: Run, tmp_path: Path) -> None:
    """The latest commit while the pages are as committed; none once one is edited or new, or without git."""
    root = repository_of("demo", tmp_path / "kho")
    page = next((root / "needs").rglob("ke-hoach.md"))
    as_committed = page.read_bytes()

    def named() -> object:
        assert kehoach("export", "json", "--root", root, "--out", tmp_path / "ra").returncode == 0
        return json.loads((tmp_path / "ra" / "du-lieu-KH-9-2026.json").read_bytes())["commit"]

    assert named() == run(root, "rev-parse", "HEAD").strip()
    page.write_bytes(as_committed + b"\n")
    assert named() is None
    page.write_bytes(as_committed)
    (root / "needs" / "moi.md").write_text("# Mới (giả định)\n", encoding="utf-8")
    assert named() is None
    (root / "needs" / "moi.md").unlink()
    (root / ".git").rename(tmp_path / "git")
    assert named() is None


def test_what_a_task_binds_to_has_a_fingerprint(demo_plan: Plan) -> None:
    """Other words, days or owners give another one; evidence, the title and the order of links do not."""

    named = demo_plan.needs["NV-9-2026-II-1"]

    def of(plan: Plan) -> dict[str, str]:
        return {task.id: binding.fingerprint(plan, task) for task in plan.of_type("task")}

    def differing(edited: Need) -> set[str]:
        now = of(replace(demo_plan, needs={**demo_plan.needs, edited.id: edited}))
        return {key for key, value in of(demo_plan).items() if now[key] != value}

    assert differing(replace(named, body=f"{named.body} thêm")) == {named.id}
    assert differing(replace(named, options={**named.options, "deadline": "31/12/2027"})) == {named.id}
    assert differing(replace(named, links={**named.links, "owner": ("CQ-STC",)})) == {named.id}
    assert differing(replace(named, title="Tên khác", body=named.body.replace(" ", "  "))) == set()
    turned = {**named.links, "partners": named.to("partners")[::-1]}
    assert differing(replace(named, links=turned)) == set()
    papers = {key: need for key, need in demo_plan.needs.items() if need.type != "evidence"}
    assert of(replace(demo_plan, needs=papers)) == of(demo_plan)


def test_csv_and_parquet_are_the_same_table(demo_plan: Plan, tmp_path: Path) -> None:
    """A row an object; in Parquet days are dates and links are lists, in CSV they are text."""
    progress, plan = demo_on(demo_plan)
    path = tmp_path / "plan.parquet"
    path.write_bytes(data.as_parquet(progress, plan))
    table = duckdb.read_parquet(str(path))
    rows = list(csv.DictReader(io.StringIO(data.as_csv(progress, plan).decode("utf-8-sig"))))
    typed = [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]
    types = dict(zip(table.columns, map(str, table.types), strict=True))
    assert {types[name] for name in ("as_of", "issued", "due", "late_after", "done")} == {"DATE"}
    assert {types[name] for name in ("owner", "deliverables", "proves")} == {"VARCHAR[]"}
    assert [row["id"] for row in rows] == [row["id"] for row in typed] == list(demo_plan.needs)
    for row, values in zip(rows, typed, strict=True):
        assert list(row) == list(values)
        for name, value in values.items():
            plain = ",".join(value) if isinstance(value, list) else str(value or "" if value != 0 else 0)
            assert row[name] == plain or row[name] == f"'{plain}"


def test_what_is_not_known_is_null(tmp_path: Path) -> None:
    """In Parquet a text that is not there is null, not empty; so is a link that a type does not have."""
    path = tmp_path / "it's a plan.parquet"
    path.write_bytes(data.as_parquet(on(TODAY, task("Việc")), PLAN))
    found = duckdb.read_parquet(str(path)).filter("title = 'Việc'").select("done, target, proves")
    assert found.fetchall() == [(None, None, None)]


@pytest.mark.parametrize("form", ["json", "csv", "parquet"])
def test_data_loads_nothing_that_draws(form: str, tmp_path: Path) -> None:
    """Exporting data loads no library of a document, a terminal or the site."""
    words = ["export", form, "--root", str(ROOT), "--out", str(tmp_path)]
    run = f"main({words}, standalone_mode=False)"
    script = f"import sys; from kehoach.cli import main; {run}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert f"du-lieu-KH-172-2023.{form}" in contents(tmp_path)
    assert loaded & {"rich", "typst", "fontTools", "docx", "xlsxwriter", "icalendar", "sphinx"} == set()
    assert ("duckdb" in loaded) == (form == "parquet")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_csv_cell_is_never_a_formula(start: str) -> None:
    """What a spreadsheet would compute begins with an apostrophe."""
    written = data.as_csv(on(TODAY, task(f"{start}1+1")), PLAN).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(written)) for cell in row]
    assert f"'{start}1+1" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


# -- what each format carries -----------------------------------------------------------------------

#: Objects of the demo plan whose fields are changed, one after the other.
EXAMPLES = {
    "plan": ["KH-9-2026"],
    "basis": ["CC-1-2025-QH15"],
    "objective": ["MD-9-2026-I-1"],
    "principle": ["YC-9-2026-I-2"],
    "task": ["NV-9-2026-II-4", "NV-9-2026-II-7", "NV-9-2026-II-19"],
    "deliverable": ["SP-9-2026-II-4-1"],
    "agency": ["CQ-STP", "CQ-STTTT", "CQ-XA"],
    "evidence": ["MC-9-2026-1", "MC-9-2026-3", "MC-9-2026-8"],
    "update": ["BC-9-2026-1", "BC-9-2026-3"],
    "directive": ["YK-9-2026-1"],
    "reminder": ["DD-9-2026-1", "DD-9-2026-2"],
    "obstacle": ["VM-9-2026-1"],
    "amendment": ["DC-9-2026-1", "DC-9-2026-4", "DC-9-2026-5"],
    "closing": ["KT-9-2026"],
    "indicator": ["CHT-9-2026-1", "CHT-9-2026-2"],
    "measure": ["SL-9-2026-3", "SL-9-2026-4", "SL-9-2026-8"],
    "waiver": ["MT-9-2026-1"],
    "workday": ["NL-2026-1"],
}
#: Those that the demo plan does not have; a closing would end it, and is there for its own fields alone.
ADDED: dict[str, tuple[dict[str, str], dict[str, tuple[str, ...]]]] = {
    "VM-9-2026-1": ({"raised": "2026-08-03"}, {"on": ("NV-9-2026-II-4",), "by": ("CQ-STP",)}),
    "KT-9-2026": (
        {"number": "70/QĐ", "date": "2026-11-02", "issuer": "UBND tỉnh"},
        {"closes": ("KH-9-2026",), "drops": ("NV-9-2026-II-4",)},
    ),
}
_FONT = fonts.font_of(ROOT)


class Made:
    """What each format says of the plan, as values that can be compared; made when it is asked for."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.home = plan, plan.of_type("plan")[0]
        self.progress = Progress(plan, date(2026, 11, 22))

    @cached_property
    def files(self) -> list[dict[str, str]]:
        """The documents that are both PDF and Word."""
        every = (documents.official_text, documents.assignment, documents.report)
        return self.drawn(make(self.progress, self.home) for make in every)

    def drawn(self, made: Iterable[Document]) -> list[dict[str, str]]:
        return [pdf.inputs(document, _FONT) for document in made]

    @cached_property
    def slips(self) -> object:
        summary = documents.summary(self.progress, self.home, date(2026, 6, 1), 99)
        return self.drawn((summary, *documents.slips(self.progress, self.home)))

    @cached_property
    def letters(self) -> object:
        return self.drawn(documents.letters(self.progress, self.home))

    @cached_property
    def excel(self) -> object:
        return [sheet.rows for sheet in excel.sheets(self.progress, self.home)]

    @cached_property
    def calendar(self) -> object:
        return ics.plan_calendar(self.progress, self.home)

    @cached_property
    def calendars(self) -> object:
        named = ics.agencies(self.progress, self.home)
        return [ics.agency_calendar(self.progress, self.home, agency) for agency in named]

    @cached_property
    def json(self) -> object:
        return data.as_json(self.progress, self.home)

    @cached_property
    def csv(self) -> object:
        return data.as_csv(self.progress, self.home)

    @cached_property
    def parquet(self) -> object:
        return data.as_parquet(self.progress, self.home)


#: Of each format the parts that are compared, the cheapest first: one that differs is enough.
FORMS = {
    "PDF": ("files", "slips"),
    "Word": ("files", "letters"),
    "Excel": ("excel",),
    "ICS": ("calendar", "calendars"),
    "JSON": ("json",),
    "CSV": ("csv",),
    "Parquet": ("parquet",),
}


def changed(plan: Plan, need: Need, option: str) -> Plan:
    """The plan with another value in one option of one need."""
    need_type = plan.model.types[need.type]
    if option == "title":
        other = replace(need, title=f"{need.title} (khác)")
    elif option == "body":
        other = replace(need, body=f"{need.body} (khác)")
    elif option in need_type.links:
        candidates = [n.id for kind in need_type.links[option] for n in plan.of_type(kind) if n.id != need.id]
        before = need.to(option)
        after = (
            tuple(i for i in before if i not in before[:1])
            + tuple(i for i in candidates if i not in before)[:1]
        )
        other = replace(need, links={**need.links, option: after})
    else:
        other = replace(
            need, options={**need.options, option: _other_value(need, option, need_type.fields[option])}
        )
    return replace(plan, needs={**plan.needs, need.id: other})


def _other_value(need: Need, option: str, schema: Any) -> str:
    if "enum" in schema:
        return str(next(value for value in schema["enum"] if value != need[option]))
    if schema.get("format") == "date":
        # What is confirmed on a day to come is not yet.
        usual = date(2027, 1, 8) if option == "confirmed_on" else date(2026, 3, 1)
        return ((need.day(option) or usual) + timedelta(days=20)).isoformat()
    if option in ("report_cutoff", "report_by"):
        return str(int(need[option] or 10) + 2)
    if option == "deadline":
        return "Quý IV năm 2026"
    if option == "period":
        return "quý IV/2026"
    return f"{need[option]} khác".strip()


@pytest.fixture(scope="module")
def made(demo_plan: Plan) -> dict[str, Made]:
    """The demo plan with an example of each type; with one of a closing, which ends it, under that name."""
    linked = demo_plan.needs["CC-1-2025-QH15"]
    linked = replace(linked, options={**linked.options, "url": "https://example.org/1"})
    home = demo_plan.needs["KH-9-2026"]
    home = replace(home, body=f"Thực hiện Luật số {linked['number']}.")
    plan = replace(demo_plan, needs={**demo_plan.needs, linked.id: linked, home.id: home})
    plan = added(plan, "obstacle", "VM-9-2026-1")
    return {"": Made(plan), "closing": Made(added(plan, "closing", "KT-9-2026"))}


def telling(made: dict[str, Made], fields: list[tuple[str, str]], forms: Iterable[str]) -> list[str]:
    """Which of the formats are others when these fields of all examples are, each by type and name."""
    plans = {name: before.plan for name, before in made.items()}
    for type_name, option in fields:
        name = type_name if type_name in made else ""
        for need_id in EXAMPLES[type_name]:
            plans[name] = changed(plans[name], plans[name].needs[need_id], option)
    pairs = [(made[name], Made(plan)) for name, plan in plans.items() if plan is not made[name].plan]
    return [
        form
        for form in forms
        if any(getattr(one, part) != getattr(other, part) for one, other in pairs for part in FORMS[form])
    ]


def fields_of(plan: Plan) -> list[tuple[str, str]]:
    """Every field of the model: the name of its type, and its own."""
    return [
        (type_name, option)
        for type_name, need_type in plan.model.types.items()
        for option in ("title", "body", *sorted(need_type.options - {"id"}))
    ]


def added(plan: Plan, type_name: str, need_id: str) -> Plan:
    """The demo plan with an object that it does not have."""
    options, links = ADDED[need_id]
    model = plan.needs["DD-9-2026-1"]
    need = replace(
        model, type=type_name, id=need_id, title=f"{need_id} (giả định)", options=options, links=links
    )
    return replace(plan, needs={**plan.needs, need_id: need})


def documented() -> dict[str, list[str]]:
    """The table of docs/exports.md."""
    rows = re.findall(
        r"^\| `(\w+)` \| `(\w+)` \|(.*)\|$", (ROOT / "docs/exports.md").read_text("utf-8"), re.M
    )
    return {
        f"{kind} {option}": [
            n for n, mark in zip(FORMS, marks.split("|"), strict=True) if mark.strip() == "●"
        ]
        for kind, option, marks in rows
    }


def test_the_table_has_every_field(demo_plan: Plan) -> None:
    """docs/exports.md has a row for each field of the model, and no other."""
    assert documented().keys() == {f"{type_name} {option}" for type_name, option in fields_of(demo_plan)}


@pytest.mark.parametrize(
    "which", [slice(0, None, 5), pytest.param(slice(None), marks=pytest.mark.soak)], ids=["fifth", "all"]
)
def test_the_table_of_fields_and_formats(made: dict[str, Made], which: slice) -> None:
    """It says of each field which formats carry it: those that change when it changes, and no others."""
    table = documented()
    asked = {(kind, option): table[f"{kind} {option}"] for kind, option in fields_of(made[""].plan)[which]}
    assert {field: telling(made, [field], forms) for field, forms in asked.items()} == asked
    for form in FORMS:
        silent = [field for field, forms in asked.items() if form not in forms]
        if telling(made, silent, [form]):  # all at once; what is told of one alone is named
            assert [field for field in silent if telling(made, [field], [form])] == []
