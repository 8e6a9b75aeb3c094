"""Upper plans: pinned copies, what may be wrong with them, and what the site makes of them."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import PROJECTS, Run, copy_of
from kehoach import rules
from kehoach.editing import reviewing
from kehoach.files import remote
from kehoach.files.tree import GitError, sha256
from kehoach.official.reviews import Ground, suspect
from kehoach.plan import model, reader, upper
from kehoach.progress import Progress, above
from repositories import commit, run
from upstream import country, pinned
from upstream.serving import plainly_served, served

Data = dict[str, Any]

COPY = "needs/upstream/KH-900-2026.json"
SITE = "https://trung-uong.example.org"


def with_task(root: Path, implements: str) -> None:
    """Let a task of the small plan implement something."""
    path = root / "needs/kh-1-2026/nhiem-vu.md"
    text = path.read_text("utf-8").replace(":id: NV-1-2026-II-1\n", f":id: NV-1-2026-II-1\n{implements}\n", 1)
    path.write_text(text, encoding="utf-8")


def codes(root: Path) -> list[str]:
    """The codes of what is found."""
    return [found.code for found in rules.check(reader.read(root))]


def test_what_the_small_project_has_pinned_is_up_to_date() -> None:
    """The copy and its lock are what the upper project of the tests gives."""
    for name, content in pinned.files().items():
        assert (PROJECTS / "small" / name).read_bytes() == content, "run tests/upstream/pinned.py"


def test_an_upper_plan_is_known_and_counted_nowhere(small: Path) -> None:
    """Its objects can be named; no list, no rule and no figure of ours has them."""
    plan = reader.read(small)
    assert {"KH-900-2026", "NV-900-2026-1"} <= plan.outside.keys()
    assert not any("900" in need for need in plan.needs)
    assert not any("900" in status.task.id for status in Progress(plan, date(2026, 6, 30)).tasks)
    (known,) = plan.uppers.values()
    assert known.home["number"] == "900/QĐ-TTg"
    assert [task.id for task in above.to_us(plan, known)] == [f"NV-900-2026-{n}" for n in (1, 2, 3)]


def test_the_site_leads_to_the_site_above(small: Path, sphinx_build: Run) -> None:
    """A card and a role show the title of the upper task, and link to its page there."""
    with_task(small, ":implements: NV-900-2026-2")
    (small / "conf.py").write_text('extensions = ["kehoach"]\n', encoding="utf-8")
    page = "# Giả định\n\nXem {need}`NV-900-2026-1`.\n\n```{toctree}\n:glob:\n\nneeds/**\n```\n"
    (small / "index.md").write_text(page, encoding="utf-8")
    for need_id in ("NV-900-2026-1", "NV-900-2026-3"):
        waiver = f"\n:::{{waiver}} Không áp dụng\n:id: MT-1-2026-{need_id[-1]}\n:waives: {need_id}\n"
        waiver += ":rule: KH411\n:reason: giả định\n:decided_by: Chánh Văn phòng\n:date: 2026-03-01\n:::\n"
        with (small / "needs/kh-1-2026/nhiem-vu.md").open("a", encoding="utf-8") as pages:
            pages.write(waiver)
    made = sphinx_build(small)
    assert (made.returncode, made.stderr) == (0, "")
    for name, task in (("index", "1"), ("needs/kh-1-2026/nhiem-vu", "2")):
        text = (small / f"build/html/{name}.html").read_text("utf-8")
        assert f'href="{SITE}/needs/kh-900-2026/ke-hoach.html#NV-900-2026-{task}"' in text


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (COPY, "Rà soát", "Ra soát"),
        (upper.LOCK, '"sha256": "', '"sha256": "f'),
        (upper.LOCK, '"version": 1', '"version": 9'),
        (upper.LOCK, "https://", "javascript://"),
        (upper.LOCK, "https://", "https://\u202e"),
        (upper.LOCK, '"source": "', '"source": "\\u001b]0;'),
        (upper.LOCK, '"source": "', '"source": "\\ud800'),
        (upper.LOCK, '"task": "', '"task": "\\u001b'),
        (upper.LOCK, '"prefix": ""', '"prefix": "../"'),
        (upper.LOCK, '"KH-900-2026": {', '"../KH-900-2026": {'),
        (upper.LOCK, '"2026-06-30"', '"30/6/2026"'),
        (upper.LOCK, '"commit": null', '"commit": 1'),
        (upper.LOCK, "{", "["),
        (COPY, "", ""),
    ],
    ids=[
        "copy",
        "hash",
        "version",
        "site",
        "turned round",
        "control",
        "half",
        "task",
        "prefix",
        "key",
        "day",
        "commit",
        "no JSON",
        "gone",
    ],
)
def test_what_is_not_as_pinned_is_one_finding(small: Path, name: str, old: str, new: str) -> None:
    """Nothing is taken from such a copy, and what names its objects is no second mistake."""
    with_task(small, ":implements: NV-900-2026-1")
    path = small / name
    text = path.read_text("utf-8")
    assert old in text
    if old:
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    else:
        path.unlink()
    assert codes(small) == ["KH410"]
    assert reader.read(small).uppers == {}


DRAFT = """\
# Dự thảo (giả định)

:::{plan} Dự thảo giả định
:id: KH-DT-5-2027
:doc_type: Kế hoạch
:issuer: Ủy ban nhân dân tỉnh X (giả định)
:source: dữ liệu giả định
:source_status: Dữ liệu giả định
:::
"""
DRAFTED = """
:::{{task}} Nhiệm vụ giả định số {number}
:id: NV-DT-5-2027-{number}
:clause: {number}
:owner: {owner}
:deadline: Quý II năm 2027
:deliverables: SP-DT-5-2027-{number}-1
:implements: NV-900-2026-{number}
:::

:::{{deliverable}} Báo cáo giả định số {number}
:id: SP-DT-5-2027-{number}-1
:origin: stated
:::
"""


@pytest.mark.parametrize("named", [False, True])
def test_nothing_above_is_asked_of_a_draft(small: Path, named: bool) -> None:
    """Beside signed plans a draft takes up nothing yet and is asked for nothing; they are asked as before."""
    if named:
        with_task(small, ":implements: NV-900-2026-1")
    before = [found for found in codes(small) if found.startswith("KH41")]
    assert before == ["KH411", "KH411"] * named
    (small / "needs/kh-dt-5-2027").mkdir()
    text = DRAFT + "".join(DRAFTED.format(number=number, owner="CQ-X") for number in (1, 2))
    (small / "needs/kh-dt-5-2027/ke-hoach.md").write_text(text, encoding="utf-8")
    assert [found for found in codes(small) if found.startswith("KH41")] == before
    for other in ("kh-1-2026", "kh-3-2026", "kh-4-2026"):
        shutil.rmtree(small / "needs" / other)
    assert {"KH411", "KH412"} <= set(codes(small))


def test_a_prefix_keeps_equal_ids_apart(small: Path, kehoach: Run, tmp_path: Path) -> None:
    """A plan with an ID of ours is refused, until its IDs get a prefix; then both can be named."""
    source = country.office(
        tmp_path / "tinh",
        "KH-1-2026",
        "Ủy ban nhân dân tỉnh Z (giả định)",
        "2026-01-09",
        country.agency("CQ-A", "Sở A của Z (giả định)"),
        country.Row("Việc của Z", "CQ-A", "31/12/2026", "Báo cáo"),
    )
    add = ("--lang", "en", "upstream", "add", source, "--site", "https://z.example.org", "--root", small)
    refused = kehoach(*add)
    assert (refused.returncode, "--prefix" in refused.stderr) == (2, True)
    assert kehoach(*add, "--prefix", "z").returncode == 2
    assert kehoach(*add, "--prefix", "Z-").returncode == 0
    assert kehoach(*add, "--prefix", "Z-").returncode == 2  # pinned already
    with_task(small, ":implements: Z-NV-1-2026-1")
    assert codes(small) == ["KH403"]  # who leads here is not who leads there
    assert "Z-KH-1-2026" in kehoach("upstream", "list", "--root", small).stdout


def test_a_source_with_several_plans_or_faults_is_refused(small: Path, kehoach: Run, tmp_path: Path) -> None:
    """Which plan is meant has to be said; a project with findings is not taken from."""
    root = country.province(tmp_path / "tinh", "X")
    add = ("--lang", "en", "upstream", "add", "--site", "https://x.example.org", "--root", root)
    refused = kehoach(*add, small)
    assert (refused.returncode, "--plan" in refused.stderr) == (2, True)
    assert kehoach(*add, small, "--plan", "KH-3-2026").returncode == 0
    with_task(small, ":owner: CQ-NOPE")
    refused = kehoach(*add, small, "--plan", "KH-1-2026")
    assert (refused.returncode, "findings" in refused.stderr) == (2, True)


def test_without_an_address_links_would_lead_nowhere(small: Path, kehoach: Run, tmp_path: Path) -> None:
    """The site has to be named, unless the source is where a site publishes its data."""
    root = country.province(tmp_path / "tinh", "X")
    refused = kehoach("--lang", "en", "upstream", "add", small / COPY, "--root", root)
    assert (refused.returncode, "--site" in refused.stderr) == (2, True)
    assert not (root / "needs" / "upstream").exists()


@pytest.mark.parametrize("content", ["{", "[]", '{"format": "kehoach.plan", "version": 2}', "[" * 100_000])
def test_what_is_no_plan_is_refused(small: Path, kehoach: Run, tmp_path: Path, content: str) -> None:
    """Whatever the file holds, it is one sentence and exit code 2, and nothing is written."""
    path = tmp_path / "du-lieu.json"
    path.write_text(content, encoding="utf-8")
    before = (small / upper.LOCK).read_bytes()
    done = kehoach("--lang", "en", "upstream", "add", path, "--site", SITE, "--root", small)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "is no plan as kehoach publishes it" in done.stderr
    assert (small / upper.LOCK).read_bytes() == before


#: What nobody sees, or a terminal obeys; what is no letter; what ends a line of a list.
UNSEEN = ("\x1b", "\u202e", "\x9b", "\ud800", "\n", "\u2028")


def without(data: Data, need_id: str, option: str) -> None:
    """Let an object lack an option."""
    del next(one for one in data["needs"] if one["id"] == need_id)["options"][option]


#: What is done to plan data, and what is said of it.
REFUSED: list[tuple[Callable[[Data], object], str]] = [
    *((lambda data, sign=sign: data["needs"][1].update(title=f"Việc {sign}"), "U+") for sign in UNSEEN),
    (lambda data: data["needs"][1]["options"].update(note="\u202e"), "U+202E"),
    (lambda data: data["needs"][1]["options"].update({"\x1b": "x"}), "U+001B"),
    (lambda data: data["needs"][1]["links"].update({"\x1b": []}), "U+001B"),
    (lambda data: data["needs"][1].update(body="a\x1bb"), "U+001B"),
    (lambda data: data["needs"][1].update(body="a" + "\u0301" * 40), "U+0301"),
    (lambda data: data["tasks"][0].update(title="\ud800"), "U+D800"),
    (lambda data: data.update(commit="\x1b"), "U+001B"),
    (lambda data: data.update(plan="NV-900-2026-1"), "NV-900-2026-1"),
    (lambda data: without(data, "KH-900-2026", "issued"), "KH-900-2026 is no plan"),
]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, run_module: Run) -> Path:
    """A folder with plan data, a province that has not pinned them, and one that has."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copy(PROJECTS / "small" / COPY, folder / "du-lieu.json")
    for name in ("new", "pinned"):
        country.province(folder / name, "X")
    add = ["upstream", "add", str(folder / "du-lieu.json"), "--site", SITE, "--root", str(folder / "pinned")]
    assert run_module("kehoach", add).returncode == 0
    return folder


@pytest.mark.parametrize(("change", "said"), REFUSED)
def test_data_that_would_deceive_are_refused(
    published: Path, kehoach: Run, change: Callable[[Data], object], said: str
) -> None:
    """In a sentence that shows none of it, whether a plan is pinned or brought up to date."""
    source, data = published / "du-lieu.json", json.loads((PROJECTS / "small" / COPY).read_bytes())
    change(data)
    source.write_text(json.dumps(data), encoding="utf-8")
    for arguments in (
        ("add", source, "--site", SITE, "--root", published / "new"),
        ("update", "--yes", "--root", published / "pinned"),
    ):
        done = kehoach("--lang", "en", "upstream", *arguments)
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr
        assert not set(done.stdout + done.stderr).intersection(UNSEEN) - {"\n"}


def test_a_copy_that_was_made_to_deceive_is_one_finding(small: Path) -> None:
    """Somebody can write a copy and its hash by hand: nothing is taken from it either."""
    data = json.loads((small / COPY).read_bytes())
    data["needs"][1]["title"] = "\x1b]0;x\x07"
    lock = upper.lock_of((small / upper.LOCK).read_bytes())
    content = upper.canonical(data)
    pins = {key: replace(pin, sha256=sha256(content)) for key, pin in lock.pins.items()}
    (small / COPY).write_bytes(content)
    (small / upper.LOCK).write_bytes(upper.as_lock(replace(lock, pins=pins)))
    assert codes(small) == ["KH410"]


@pytest.mark.parametrize(
    "site", ["https://x\u202e.example.org", "https://x\x1b.example.org", "ftp://x.example.org"]
)
def test_an_address_that_would_deceive_is_refused(
    small: Path, kehoach: Run, tmp_path: Path, site: str
) -> None:
    """It would stand behind every link to the upper plan."""
    root = country.province(tmp_path / "tinh", "X")
    done = kehoach("--lang", "en", "upstream", "add", small / COPY, "--site", site, "--root", root)
    assert (done.returncode, "--site" in done.stderr) == (2, True)


def test_what_has_no_end_is_not_read(small: Path, kehoach: Run, tmp_path: Path) -> None:
    """Neither a pipe or the model of a folder, nor a device that somebody wrote into the lock."""
    pipe, folder = tmp_path / "du-lieu.json", tmp_path / "nguon"
    os.mkfifo(pipe)
    folder.mkdir()
    os.mkfifo(folder / model.FILE)
    for source in (pipe, folder):
        done = kehoach("--lang", "en", "upstream", "add", source, "--site", SITE, "--root", small)
        assert (done.returncode, "is a device or a pipe" in done.stderr) == (2, True)
    lock = small / upper.LOCK
    lock.write_text(lock.read_text("utf-8").replace("../upper", "/dev/zero"), encoding="utf-8")
    done = kehoach("--lang", "en", "upstream", "update", "--yes", "--root", small)
    assert (done.returncode, "is a device or a pipe" in done.stderr) == (2, True)


@pytest.mark.parametrize("pair", ["NV-1-2026-II-1", "NV-1-2026-II-1=", "=NV-900-2026-1"])
def test_what_is_taken_names_two_tasks(small: Path, kehoach: Run, pair: str) -> None:
    """Half of a pair is no pair, and nothing is written."""
    done = kehoach("--lang", "en", "upstream", "propose", "--take", pair, "--root", small)
    assert (done.returncode, done.stdout, "--take NV-" in done.stderr) == (2, "", True)


def test_a_file_beyond_the_limit_is_refused(small: Path, kehoach: Run, tmp_path: Path) -> None:
    """A file is looked at before it is read: what is too large is not read at all."""
    path = tmp_path / "du-lieu.json"
    with path.open("wb") as large:
        large.truncate(remote.FILE + 1)
    done = kehoach("--lang", "en", "upstream", "add", path, "--site", SITE, "--root", small)
    assert (done.returncode, "larger than 64 MB" in done.stderr) == (2, True)


def test_a_pinned_file_is_brought_up_to_date(small: Path, kehoach: Run, tmp_path: Path) -> None:
    """Another day of figures changes nothing; another word is told, and pinned once somebody says yes."""
    source = tmp_path / "du-lieu.json"
    data = json.loads((small / COPY).read_bytes())
    data["plan"] = "KH-901-2026"
    text = json.dumps(data, ensure_ascii=False).replace("-900-2026", "-901-2026")
    source.write_text(text, encoding="utf-8")
    assert kehoach("upstream", "add", source, "--site", SITE, "--root", small).returncode == 0
    lock = (small / upper.LOCK).read_bytes()
    assert [*upper.lock_of(lock).pins] == ["KH-900-2026", "KH-901-2026"]
    source.write_text(text.replace('"as_of": "2026-06-30"', '"as_of": "2026-07-01"'), encoding="utf-8")
    update = ("--lang", "en", "upstream", "update", "KH-901-2026", "--root", small)
    assert "nothing has changed" in kehoach(*update).stdout
    assert (small / upper.LOCK).read_bytes() == lock
    source.write_text(text.replace("Thông tư hướng dẫn Luật", "Thông tư quy định Luật"), encoding="utf-8")
    told = kehoach(*update, "--yes")
    assert "Ban hành Thông tư [-hướng dẫn-] {+quy định+} Luật Ví dụ" in told.stdout
    assert codes(small) == []
    assert (small / upper.LOCK).read_bytes() != lock
    assert kehoach(*update[:-3], "KH-8-2026", "--root", small).returncode == 2


def test_a_review_is_of_the_upper_words_too(small: Path) -> None:
    """A reviewed task becomes suspect by another fingerprint above, and by nothing else there."""
    with_task(small, ":implements: NV-900-2026-1")
    plan = reader.read(small)
    task = plan.needs["NV-1-2026-II-1"]
    settings = reviewing.settings(plan, task, date(2026, 3, 2), "Chuyên viên")
    task = replace(task, options={**task.options, **{s.option: s.value for s in settings}})
    plan = replace(plan, needs={**plan.needs, task.id: task})
    assert suspect(plan, task) == ()
    (known,) = plan.uppers.values()
    for changed, grounds in (("NV-900-2026-1", (Ground.UPPER,)), ("NV-900-2026-2", ())):
        prints = {**known.fingerprints, changed: "f" * 16}
        after = replace(plan, uppers={known.pin.key: replace(known, fingerprints=prints)})
        assert suspect(after, task) == grounds


def test_what_a_review_has_cleared_is_told_no_more(kehoach: Run, tmp_path: Path) -> None:
    """The next update tells what it changes itself, and the lock forgets what is settled."""
    above, root = country.decision(tmp_path / "trung-uong"), country.province(tmp_path / "tinh", "X")
    page = above / "needs/kh-900-2026/ke-hoach.md"

    def told(*arguments: str) -> str:
        done = kehoach("--lang", "en", *arguments, "--root", root)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def updated(old: str, new: str) -> str:
        page.write_text(page.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
        return told("upstream", "update", "--yes")

    told("upstream", "add", str(above), "--site", SITE)
    told("upstream", "propose", *(f"--take=NV-11-2026-{n}=NV-900-2026-{n}" for n in (1, 2, 3)))
    assert "To be looked at again: NV-11-2026-1\n" in updated("Rà soát", "Rà soát lại")
    assert "To be looked at again: NV-11-2026-1, NV-11-2026-2\n" in updated("Tập huấn", "Tập huấn thêm")
    told("review", "NV-11-2026-1", "--by", "Chuyên viên")
    assert "To be looked at again: NV-11-2026-2, NV-11-2026-3\n" in updated("Bố trí", "Bố trí đủ")
    outdated = upper.lock_of((root / upper.LOCK).read_bytes()).outdated
    assert {ours for ours, _theirs in outdated} == {"NV-11-2026-2", "NV-11-2026-3"}


def test_what_is_lost_is_pinned_again(small: Path, kehoach: Run) -> None:
    """A copy that is gone, or edited, is fetched anew like one that changed; what was outdated stays so."""
    copy_of("upper", small.parent / "upper")
    (small / COPY).unlink()
    for _damage in ("gone", "edited"):
        assert codes(small) == ["KH410"]
        done = kehoach(
            "--lang", "en", "upstream", "update", "--yes", "--as-of", "2026-06-30", "--root", small
        )
        assert (done.returncode, "NV-900-2026-1" in done.stdout) == (0, True)
        assert codes(small) == []
        assert (small / COPY).read_bytes() == pinned.files()[COPY]
        assert upper.lock_of((small / upper.LOCK).read_bytes()).outdated == pinned.OLDER
        (small / COPY).write_text("{}", encoding="utf-8")


def test_a_public_site_knows_nothing_of_upper_plans(demo: Path, kehoach: Run) -> None:
    """What a public plan serves elsewhere is not shown, and its data does not name it."""
    shutil.copytree(PROJECTS / "small/needs/upstream", demo / "needs/upstream")
    for name, old, new in (
        ("ke-hoach.md", ":number: 9/KH-UBND", ":number: 9/KH-UBND\n:publish: yes"),
        ("ii-nhiem-vu.md", ":serves: MD-9-2026-I-1\n", ":serves: MD-9-2026-I-1, NV-900-2026-4\n"),
    ):
        path = demo / "needs/kh-9-2026" / name
        path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    out = demo / "build/cong-khai"
    done = kehoach("--lang", "en", "build", "--public", "--root", demo, "--out", out)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not [path for path in out.rglob("*") if path.is_file() and b"900-2026" in path.read_bytes()]


# -- from elsewhere ---------------------------------------------------------------------------------


def test_a_plan_is_pinned_from_its_site(
    small: Path, kehoach: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By https, whose site then follows from the address; the machine has to trust who answers."""
    root = country.province(tmp_path / "tinh", "X")
    with served((small / COPY).read_bytes(), tmp_path) as site:
        add = ("upstream", "add", f"{site}/tai-ve/du-lieu-KH-900-2026.json", "--root", root)
        assert kehoach(*add).returncode == 2
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        done = kehoach(*add)
        assert (done.returncode, done.stderr) == (0, "")
    (pin,) = upper.lock_of((root / upper.LOCK).read_bytes()).pins.values()
    assert pin.site == site
    assert (root / COPY).read_bytes() == (small / COPY).read_bytes()


def test_a_site_cannot_send_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not beyond the limit of size or of time, nor to what is not there."""
    with served(b"x" * 3000, tmp_path, "/x.json") as site:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        for name in ("x.json", "khac/x.json"):
            assert remote.download(f"{site}/{name}") == b"x" * 3000
        with pytest.raises(ValueError, match="cannot be read"):
            remote.download(f"{site}/khong-co.json")
        for limit, value in (("FILE", 2999), ("SECONDS", -1)):
            with monkeypatch.context() as limited:
                limited.setattr(remote, limit, value)
                with pytest.raises(ValueError, match="or slower than"):
                    remote.download(f"{site}/x.json")


def test_a_site_cannot_lead_to_where_nothing_is_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither to plain http, which is not even asked, nor to a file of this machine."""
    file, asked = tmp_path / "x.json", list[str]()
    file.write_bytes(b"x")
    with plainly_served(b"x", asked) as plain:
        for elsewhere in (f"{plain}/x.json", file.as_uri()):
            with served(b"", tmp_path, elsewhere) as site:
                monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
                with pytest.raises(ValueError, match="cannot be read"):
                    remote.download(f"{site}/khac/x.json")
        with pytest.raises(ValueError, match="no https"):
            remote.download(f"{plain}/x.json")
    assert asked == []


def test_nothing_of_a_repository_runs(kehoach: Run, tmp_path: Path) -> None:
    """Neither hooks, filters nor submodules of it, nor a program that an address names."""
    mark = tmp_path / "ran"
    source = country.decision(tmp_path / "trung-uong")
    (source / ".gitattributes").write_text("*.md filter=evil\n", encoding="utf-8")
    run(source, "config", "filter.evil.smudge", f"touch {mark}")
    for name in ("post-checkout", "post-upload-pack", "reference-transaction"):
        hook = source / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {mark}\n", encoding="utf-8")
        hook.chmod(0o755)
    commit(source)
    mark.unlink(missing_ok=True)
    root = country.province(tmp_path / "tinh", "X")
    add = ("upstream", "add", "--site", SITE, "--root", root)
    assert kehoach(*add, source.as_uri()).returncode == 0
    for address in (
        f"ext::sh -c 'touch {mark}' # ://",
        f"--upload-pack=touch {mark} ://",
        "git://127.0.0.1/x",
    ):
        assert kehoach("upstream", "add", "--site", SITE, "--root", root, "--", address).returncode == 2
    assert not mark.exists()


@pytest.mark.parametrize("limit", ["SECONDS", "REPOSITORY"])
def test_a_repository_beyond_the_limit_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """It is stopped on the way, and nothing of it stays on the disk."""
    source = country.decision(tmp_path / "trung-uong")
    monkeypatch.setattr(remote, limit, -1)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    real = subprocess.Popen.communicate
    calls: list[object] = []

    def slow(self: subprocess.Popen[bytes], **options: Any) -> tuple[bytes, bytes]:
        calls.append(self)
        if len(calls) == 1:
            raise subprocess.TimeoutExpired("git", 0.2)
        return real(self, **options)

    monkeypatch.setattr(subprocess.Popen, "communicate", slow)
    with pytest.raises(GitError, match="slower than"), remote.cloned(source.as_uri()):
        pass
    assert not list(tmp_path.glob("kehoach-*"))


def test_a_password_in_an_address_is_not_kept() -> None:
    """What is written to the lock, and shown, has the user's name at most."""
    assert remote.shown("https://u:secret@git.example.org/x.git") == "https://u@git.example.org/x.git"
    assert remote.shown("git@git.example.org:x.git") == "git@git.example.org:x.git"
    assert remote.shown("https://git.example.org/a:b@c.git") == "https://git.example.org/a:b@c.git"


def test_a_model_that_lacks_a_type_leaves_it_out(small: Path) -> None:
    """An upper plan of a newer tool is read as far as ours knows it."""
    raw = (small / COPY).read_bytes()
    (pin,) = upper.lock_of((small / upper.LOCK).read_bytes()).pins.values()
    data = json.loads(raw)
    data["needs"].append({**data["needs"][0], "id": "XY-1", "type": "later"})
    found = upper.upper_of(pin, upper.canonical(data), model.OWN.read_bytes())
    assert "XY-1" not in found.plan.needs
