"""What verify says of editions that somebody has touched, and of those that nobody has."""

import os
import re
import shutil
import socket
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from editions.signing import Authority, altered, replaced
from kehoach.cli import main
from kehoach.editions import here, inspecting, making, manifest, tags
from kehoach.files import confined
from kehoach.files.git import Repository
from kehoach.files.tree import sha256
from kehoach.language import i18n
from repositories import NAMES, commit, repository_of, run

TAG = "edition/KH-3-2026/2026-Q3"
NAME = "ke-hoach-KH-3-2026"
PAGE = "needs/kh-3-2026/nhiem-vu.md"


@dataclass(frozen=True)
class Office:
    """An office: its repository with an edition, whom it trusts, whom it does not, what came back signed."""

    root: Path
    ours: Authority
    theirs: Authority
    signed: bytes
    stamped: bytes

    @property
    def folder(self) -> Path:
        """The folder of the edition."""
        return self.root / "build" / "editions" / "2026-Q3" / "KH-3-2026"

    @property
    def pdf(self) -> bytes:
        """The text of the plan as PDF."""
        return (self.folder / f"{NAME}.pdf").read_bytes()

    def put(self, name: str, content: bytes) -> Path:
        """A file that somebody asks about."""
        path = self.root.parent / name
        path.write_bytes(content)
        return path


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Made once: everything else is a copy of it."""
    i18n.use("en")
    root = repository_of("small", tmp_path_factory.mktemp("published") / "kho")
    ours, theirs = Authority("Cơ quan chứng thực (giả định)"), Authority("Cơ quan khác (giả định)")
    (root / "certificates").mkdir()
    (root / "certificates" / "root.pem").write_bytes(ours.pem)
    model = root / "ubproject.toml"
    setting = 'time_zone = "Asia/Ho_Chi_Minh"\n'
    model.write_text(
        model.read_text("utf-8").replace(setting, f'{setting}trust_roots = ["certificates/root.pem"]\n'),
        "utf-8",
    )
    commit(root)
    with Repository(root) as repository:
        repository.environment |= NAMES
        source = making.read_clean(repository, repository.revision("HEAD").commit)
        day = making.day_of(source, "2026-09-30")
        made = making.make(source, source.read.needs["KH-3-2026"], "2026-Q3", day)
        folder = making.write(root, made)
        tags.create(repository, made.manifest)
    pdf = (folder / f"{NAME}.pdf").read_bytes()
    return Office(root, ours, theirs, ours.sign(pdf), ours.sign(pdf, stamp=True, box=(300, 90, 480, 150)))


@pytest.fixture
def office(published: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_here: None) -> Office:
    """A copy, free to be damaged; what takes PDFs apart runs in this process."""

    def here(_module: str, arguments: Any, _heard: object) -> dict[str, Any]:
        path, ours, moment, *roots = arguments
        try:
            time = datetime.fromisoformat(moment)
            return inspecting.inspect(Path(path).read_bytes(), int(ours), map(Path, roots), time)
        except Exception:
            return {"refused": True}

    del read_here
    monkeypatch.setattr(confined, "run", here)
    shutil.copytree(published.root, tmp_path / "kho")
    return Office(tmp_path / "kho", published.ours, published.theirs, published.signed, published.stamped)


def verify(root: Path, what: object) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["--lang", "en", "verify", "--root", str(root), str(what)])


def flip(path: Path, place: int = -1) -> None:
    """Turn one bit of a file around."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def retag(office: Office, text: bytes, target: str = "HEAD", name: str = TAG) -> None:
    """Put the tag somewhere else, with another message."""
    with Repository(office.root) as repository:
        repository.environment |= NAMES
        order = ("tag", "--annotate", "--force", "--cleanup=verbatim", "-F", "-", name, target)
        repository.git(*order, told=text)


def message(office: Office) -> bytes:
    """The message of the tag."""
    with Repository(office.root) as repository:
        return repository.git("for-each-ref", "--format=%(contents)", f"refs/tags/{TAG}").removesuffix(b"\n")


def edited(text: bytes, old: bytes, new: bytes) -> bytes:
    """The message with another manifest and the hash of that: whoever may write tags can do so."""
    head, _line, content = text.partition(b"\n{")
    content = (b"{" + content).replace(old, new, 1)
    return re.sub(rb"SHA256: \w+", b"SHA256: " + sha256(content).encode(), head) + b"\n" + content


def _a_bit(name: str, place: int = -1) -> Callable[[Office], object]:
    def change(office: Office) -> object:
        flip(office.folder / name, place)
        return office.folder

    return change


def _bit_in_every_document(office: Office) -> object:
    for path in office.folder.iterdir():
        if path.name != manifest.FILE:
            flip(path)
    return office.folder


def _bit_in_a_file(suffix: str, place: int) -> Callable[[Office], object]:
    def change(office: Office) -> object:
        path = office.put(f"{NAME}{suffix}", (office.folder / f"{NAME}{suffix}").read_bytes())
        flip(path, place)
        return path

    return change


def _missing(office: Office) -> object:
    (office.folder / f"{NAME}.docx").unlink()
    return office.folder


def _added_file(office: Office) -> object:
    (office.folder / "phu-luc.pdf").write_bytes(office.pdf)
    return office.folder


def _swapped(office: Office) -> object:
    one, other = office.folder / f"{NAME}.pdf", office.folder / "bao-cao-KH-3-2026.pdf"
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    return office.folder


def _manifest(old: bytes, new: bytes) -> Callable[[Office], object]:
    def change(office: Office) -> object:
        path = office.folder / manifest.FILE
        content = path.read_bytes()
        assert old in content
        path.write_bytes(content.replace(old, new, 1))
        return office.folder

    return change


def _manifest_of_another_commit(office: Office) -> object:
    here = run(office.root, "rev-parse", "HEAD").strip().encode()
    return _manifest(here, b"1" * 40)(office)


def _manifest_fits_what_was_changed(office: Office) -> object:
    path = office.folder / f"{NAME}.pdf"
    before = sha256(path.read_bytes()).encode()
    flip(path)
    return _manifest(before, sha256(path.read_bytes()).encode())(office)


def _moved_tag(office: Office) -> object:
    commit(office.root)
    retag(office, message(office))
    return TAG


def _moved_tag_and_folder(office: Office) -> object:
    _moved_tag(office)
    return office.folder


def _lightweight(office: Office) -> object:
    run(office.root, "tag", "--force", TAG, "HEAD")
    return TAG


def _lightweight_and_file(office: Office) -> object:
    _lightweight(office)
    return office.folder / f"{NAME}.pdf"


def _no_tag(what: str) -> Callable[[Office], object]:
    def change(office: Office) -> object:
        run(office.root, "tag", "--delete", TAG)
        return {"tag": TAG, "folder": office.folder, "file": office.folder / f"{NAME}.pdf"}[what]

    return change


def _tag_renamed(office: Office) -> object:
    object_id = run(office.root, "rev-parse", f"refs/tags/{TAG}").strip()
    run(office.root, "update-ref", f"refs/tags/{TAG}-sua-doi", object_id)
    return f"{TAG}-sua-doi"


def _tag_edited(office: Office) -> object:
    retag(office, message(office).replace(b'"as_of": "2026-09-30"', b'"as_of": "2026-09-29"'))
    return TAG


def _tag_edited_with_its_hash(old: bytes, new: bytes) -> Callable[[Office], object]:
    def change(office: Office) -> object:
        text = edited(message(office), old, new)
        assert text != message(office)
        retag(office, text)
        return TAG

    return change


def _tag_names_a_changed_document(office: Office) -> object:
    before = sha256(office.pdf).encode()
    flip(office.folder / f"{NAME}.pdf")
    return _tag_edited_with_its_hash(before, sha256(office.pdf).encode())(office)


def _tag_names_another_source(office: Office) -> object:
    before = sha256((office.root / PAGE).read_bytes()).encode()
    return _tag_edited_with_its_hash(before, b"0" * 64)(office)


def _tag_without_manifest(office: Office) -> object:
    retag(office, b"phien ban\n")
    return TAG


def _page_edited(office: Office) -> object:
    flip(office.root / PAGE, 3)
    return office.root


def _pdf(change: Callable[[Office], bytes]) -> Callable[[Office], object]:
    def put(office: Office) -> object:
        return office.put("ban-ky.pdf", change(office))

    return put


def _certificate_ended(office: Office) -> bytes:
    """The chairman's certificate was good for a day, long ago, and nobody stamped the time."""
    brief = Authority("Cơ quan chứng thực (giả định)", days=1)
    (office.root / "certificates" / "root.pem").write_bytes(brief.pem)
    signed: bytes = brief.sign(office.pdf)
    return signed


def _digest(office: Office) -> bytes:
    """Bytes of the signed document changed under the signature."""
    content = bytearray(office.signed)
    content[office.signed.index(b"/Producer") + 12] ^= 1
    return bytes(content)


def _word_edited(office: Office) -> object:
    path = office.put("van-ban.docx", (office.folder / f"{NAME}.docx").read_bytes())
    with zipfile.ZipFile(path) as before:
        parts = {part: before.read(part) for part in before.namelist()}
    text = parts["word/document.xml"].decode()
    assert "hội nghị" in text
    parts["word/document.xml"] = text.replace("hội nghị", "hội thảo", 1).encode()
    with zipfile.ZipFile(path, "w") as after:
        for part, content in parts.items():
            after.writestr(part, content)
    return path


#: What somebody did, how that is asked about, and what is said of it.
TAMPERED: dict[str, tuple[Callable[[Office], object], str]] = {
    "a bit in a PDF": (_a_bit(f"{NAME}.pdf", 2000), f"Changed since the edition was made: {NAME}.pdf."),
    "a bit in a Word file": (_a_bit(f"{NAME}.docx"), f"Changed since the edition was made: {NAME}.docx."),
    "a bit in a workbook": (_a_bit("theo-doi-KH-3-2026.xlsx", 50), "made: theo-doi-KH-3-2026.xlsx."),
    "a bit in a calendar": (_a_bit("lich-KH-3-2026.ics", 9), "made: lich-KH-3-2026.ics."),
    "a bit in the data": (_a_bit("du-lieu-KH-3-2026.json", 9), "made: du-lieu-KH-3-2026.json."),
    "a bit in every document": (_bit_in_every_document, "13 more"),
    "a bit in a PDF alone": (_bit_in_a_file(".pdf", 2000), f"it is called {NAME}.pdf, and is not"),
    "a bit in a Word file alone": (_bit_in_a_file(".docx", 2000), f"it is called {NAME}.docx, and is not"),
    "a file missing": (_missing, f"Missing: {NAME}.docx."),
    "a file added": (_added_file, "Not of the edition: phu-luc.pdf."),
    "two files under each other's name": (_swapped, f"made: bao-cao-KH-3-2026.pdf, {NAME}.pdf."),
    "a manifest with a space": (
        _manifest(b'": ', b'":  '),
        "no manifest of an edition, or one that was edited",
    ),
    "a manifest of another day": (
        _manifest(b"2026-09-30", b"2026-09-29"),
        "The manifest is not that of the tag",
    ),
    "a manifest of another commit": (_manifest_of_another_commit, "The manifest is not that of the tag"),
    "a manifest of another plan": (
        _manifest(b'"KH-3-2026"', b'"KH-4-2026"'),
        "no tag edition/KH-4-2026/2026-Q3",
    ),
    "a manifest that fits what was changed": (
        _manifest_fits_what_was_changed,
        f"Changed since the edition was made: {NAME}.pdf.",
    ),
    "a moved tag": (_moved_tag, "it was moved"),
    "a moved tag, asked about the folder": (_moved_tag_and_folder, "it was moved"),
    "a lightweight tag of the same name": (_lightweight, "lightweight"),
    "a lightweight tag, asked about a file": (_lightweight_and_file, "no sound tag"),
    "no tag any more": (_no_tag("tag"), "has no tag edition/KH-3-2026/2026-Q3, though build/editions"),
    "no tag, asked about the folder": (_no_tag("folder"), "no tag edition/KH-3-2026/2026-Q3: nobody vouches"),
    "no tag, asked about a file": (_no_tag("file"), "no sound tag"),
    "a tag under another name": (_tag_renamed, f"holds the manifest of {TAG}"),
    "a tag with an edited manifest": (_tag_edited, "is not the one whose hash it names"),
    "a tag with an edited manifest and its hash": (
        _tag_edited_with_its_hash(b'"as_of": "2026-09-30"', b'"as_of": "2026-09-29"'),
        "The commit gives other documents than the manifest names: ",
    ),
    "a tag that names a changed document": (
        _tag_names_a_changed_document,
        f"The commit gives other documents than the manifest names: {NAME}.pdf.",
    ),
    "a tag that names another source": (
        _tag_names_another_source,
        f"is not of its commit. Others there: {PAGE}.",
    ),
    "a tag without a manifest": (_tag_without_manifest, "is not the one whose hash it names"),
    "a page edited in the folder": (_page_edited, f"Others there: {PAGE}."),
    "a PDF signed by another authority": (
        _pdf(lambda office: office.theirs.sign(office.pdf)),
        "whom the office does not trust (by none of its trust roots)",
    ),
    "a PDF signed anew by another authority": (
        _pdf(lambda office: office.theirs.sign(office.signed, field="S2")),
        "whom the office does not trust (by none of its trust roots)",
    ),
    "a PDF signed with a certificate that has ended": (_pdf(_certificate_ended), "was not valid at the time"),
    "a PDF changed after signing": (
        _pdf(lambda office: altered(office.signed)),
        "After Chủ tịch (giả định) had signed",
    ),
    "a PDF changed before signing": (
        _pdf(lambda office: office.ours.sign(altered(office.pdf))),
        "then shows something else",
    ),
    "a note laid over a signed page": (
        _pdf(lambda office: altered(office.signed, "note")),
        "shows something else",
    ),
    "a note laid over the page before signing": (
        _pdf(lambda office: office.ours.sign(altered(office.pdf, "note"))),
        "shows something else",
    ),
    "a script put in before signing": (
        _pdf(lambda office: office.ours.sign(altered(office.pdf, "script"))),
        "shows something else (catalogue)",
    ),
    "another document behind ours, signed": (
        _pdf(lambda office: office.ours.sign(replaced(office.pdf))),
        "shows something else (catalogue)",
    ),
    "a form put in before signing": (
        _pdf(lambda office: office.ours.sign(altered(office.pdf, "form"))),
        "shows something else (form)",
    ),
    "a stamp that covers the page": (
        _pdf(lambda office: office.ours.sign(office.pdf, box=(0, 0, 590, 800))),
        "shows something else",
    ),
    "a revision without a signature": (_pdf(lambda office: altered(office.pdf)), "then shows something else"),
    "other metadata without a signature": (
        _pdf(lambda office: altered(office.pdf, "info")),
        "something that is no signature was added",
    ),
    "bytes behind a document": (
        _pdf(lambda office: office.pdf + b"%%EOF\n"),
        "something that is no signature",
    ),
    "a stamp behind a signature, which nobody signed": (
        _pdf(lambda office: altered(office.signed, "stamp")),
        "Changed after it was signed",
    ),
    "a remark behind a signature": (
        _pdf(lambda office: office.signed + b"% x\n"),
        "Changed after it was signed",
    ),
    "an end behind a signature": (
        _pdf(lambda office: office.signed + b"%%EOF\n"),
        "something that is no signature was added",
    ),
    "bytes of a signed PDF": (_pdf(_digest), "The signature of Chủ tịch (giả định) is not of these bytes."),
    "half of a PDF": (_pdf(lambda office: office.pdf[: len(office.pdf) // 2]), "No edition holds this file"),
    "another word in a Word file": (_word_edited, 'in 2 words: "nghị" → "thảo"'),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_named(office: Office, what: str) -> None:
    """Each is said to be wrong, by what it is."""
    change, words = TAMPERED[what]
    done = verify(office.root, change(office))
    assert done.exit_code == 1, done.output
    assert words in done.output
    assert next(line for line in done.output.splitlines() if words in line).startswith("WRONG: ")


def _elsewhere(office: Office) -> object:
    return shutil.copytree(office.folder, office.root.parent / "USB (bản sao)")


def _touched(office: Office) -> object:
    for path in office.folder.iterdir():
        path.chmod(0o444)
        os.utime(path, (0, 0))
    (office.folder / "Thumbs.db").write_bytes(b"x")
    (office.folder / ".DS_Store").write_bytes(b"x")
    return office.folder


def _zipped(office: Office) -> object:
    packed = office.root.parent / "phien-ban.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for path in office.folder.iterdir():
            made.write(path, path.name)
    with zipfile.ZipFile(packed) as made:
        made.extractall(office.root.parent / "giải nén")
    return office.root.parent / "giải nén"


def _other_ends_of_lines(office: Office) -> object:
    page = office.root / PAGE
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    return office.root


def _later(office: Office) -> object:
    (office.root / "needs" / "ghi-chu.md").write_text("# Ghi chú\n", "utf-8")
    commit(office.root)
    return office.folder


#: What does no harm, and what is said of it.
HARMLESS: dict[str, tuple[Callable[[Office], object], str]] = {
    "as it is": (lambda office: office.folder, "All 23 documents are unchanged"),
    "copied elsewhere": (_elsewhere, "All 23 documents are unchanged"),
    "other times and permissions, what systems leave": (_touched, "All 23 documents are unchanged"),
    "out of an archive": (_zipped, "All 23 documents are unchanged"),
    "commits since": (_later, "All 23 documents are unchanged"),
    "a checkout with other ends of lines": (_other_ends_of_lines, "is what edition 2026-Q3"),
    "a file under another name": (
        lambda office: office.put("x (1).bin", office.pdf),
        f"Unchanged: {NAME}.pdf of",
    ),
    "the manifest": (lambda office: office.folder / manifest.FILE, "Unchanged: the manifest of edition"),
    "a page it was made from": (lambda office: office.root / PAGE, f"Unchanged: {PAGE}, which edition"),
    "the tag": (lambda _office: "2026-Q3", "made anew from the commit, are the same to the byte"),
    "signed": (_pdf(lambda office: office.signed), f"Unchanged and signed: {NAME}.pdf of edition 2026-Q3"),
    "signed, with a time stamp, for all to see": (
        _pdf(lambda office: office.stamped),
        "Unchanged and signed",
    ),
    "signed, and stamped again for the archive": (
        _pdf(lambda office: office.ours.stamp(office.stamped)),
        "Unchanged and signed",
    ),
    "signed by two": (
        _pdf(lambda office: office.ours.sign(office.stamped, field="S2")),
        "Unchanged and signed",
    ),
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_does_no_harm_holds(office: Office, what: str) -> None:
    """Everything holds, and it says which edition."""
    change, words = HARMLESS[what]
    done = verify(office.root, change(office))
    assert done.exit_code == 0, done.output
    assert words in done.output
    assert "WRONG" not in done.output


def test_who_signed_and_when(office: Office) -> None:
    """A time stamp proves the time, a clock of the signer does not; nobody asked about revocation."""
    said = verify(office.root, office.put("a.pdf", office.signed)).output
    assert "Holds: Signed by Chủ tịch (giả định) (" in said
    assert "by the signer's own clock), whom the office trusts." in said
    assert "Whether a certificate was revoked was not asked" in said
    said = verify(office.root, office.put("a.pdf", office.stamped)).output
    assert "by a time stamp), whom the office trusts." in said


def test_without_trust_roots_nothing_is_said_of_trust(office: Office) -> None:
    """An office that names nobody learns that it is signed, and that trust was not examined."""
    model = office.root / "ubproject.toml"
    model.write_text(re.sub(r"trust_roots = .*\n", "", model.read_text("utf-8")), "utf-8")
    done = verify(office.root, office.put("a.pdf", office.signed))
    assert done.exit_code == 2
    assert "Unchanged and signed" in done.output
    assert "NOT EXAMINED: Signed by Chủ tịch (giả định)" in done.output
    model.write_text(
        model.read_text("utf-8").replace("[kehoach]\n", '[kehoach]\ntrust_roots = ["khong-co.pem"]\n'),
        "utf-8",
    )
    done = verify(office.root, office.put("a.pdf", office.signed))
    assert done.exit_code == 2
    assert "`trust_roots` names" in done.output


def test_a_signed_copy_is_recorded_by_its_hash(office: Office) -> None:
    """The hash that verify tells, written into the plan, is found there."""
    path = office.put("a.pdf", office.signed)
    said = verify(office.root, path).output
    (found,) = re.findall(r"for `signed_copies` of the plan: (\w{64})", said)
    page = office.root / "needs" / "kh-3-2026" / "ke-hoach.md"
    text = page.read_text("utf-8")
    page.write_text(
        text.replace(":id: KH-3-2026\n", f":id: KH-3-2026\n:signed_copies: {'0' * 64}; {found}\n"), "utf-8"
    )
    done = verify(office.root, path)
    assert done.exit_code == 0
    assert "Holds: Recorded by its hash with" in done.output
    assert "(KH-3-2026)" in done.output


def test_the_same_words_are_recognised(office: Office) -> None:
    """What was packed anew has other bytes and the same words, which is said of it."""
    path = office.put("van-ban.docx", b"")
    with zipfile.ZipFile(office.folder / f"{NAME}.docx") as before, zipfile.ZipFile(path, "w") as after:
        for part in before.namelist():
            after.writestr(part, before.read(part))
    done = verify(office.root, path)
    assert done.exit_code == 1
    assert "No edition holds this file" in done.output
    assert f"The same words, but not the same bytes: {NAME}.docx of edition 2026-Q3" in done.output


def test_who_signed_a_tag(office: Office, tmp_path: Path) -> None:
    """A tag signed by SSH is trusted where git knows the key, not examined where it knows none."""
    for name in ("key", "other"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)]
        subprocess.run(command, check=True)
    settings = {"gpg.format": "ssh", "user.signingKey": str(tmp_path / "key"), "gpg.ssh.program": "false"}
    text = message(office)
    run(
        office.root,
        "-c",
        "gpg.format=ssh",
        "-c",
        f"user.signingKey={tmp_path / 'key'}",
        *_order(text, tmp_path),
    )
    for name, value in settings.items():
        run(office.root, "config", name, value)
    file = office.folder / f"{NAME}.pdf"
    done = verify(office.root, file)
    assert done.exit_code == 2
    assert "gpg.ssh.allowedSignersFile" in done.output
    run(office.root, "config", "gpg.ssh.allowedSignersFile", str(tmp_path / "signers"))
    for key, code, words in (
        ("key", 0, "this machine trusts (a@example.org)"),
        ("other", 1, "does not trust"),
    ):
        (tmp_path / "signers").write_text(f"a@example.org {(tmp_path / f'{key}.pub').read_text()}")
        done = verify(office.root, file)
        assert done.exit_code == code
        assert words in done.output


def _order(text: bytes, folder: Path) -> list[str]:
    (folder / "text").write_bytes(text)
    return ["tag", "--sign", "--force", "--cleanup=verbatim", "-F", str(folder / "text"), TAG, "HEAD"]


def test_hostile_files_are_refused_in_a_sentence(office: Office) -> None:
    """What makes readers of PDF stumble is no edition, and its signatures are not examined."""
    for content in (b"%PDF-1.7\n", b"%PDF-1.7\n" + b"[" * 100_000, office.signed[:-4000]):
        done = verify(office.root, office.put("x.pdf", content))
        assert done.exit_code == 1, done.output
        assert "NOT EXAMINED: The signatures cannot be examined" in done.output
        assert "Traceback" not in done.output


def test_what_is_nothing_is_not_examined(office: Office) -> None:
    """A name of nothing, a folder of no edition, a device and a project without git end with 2."""
    assert verify(office.root, "khong-co").exit_code == 2
    assert verify(office.root, office.root.parent).exit_code == 2
    if Path("/dev/zero").exists():
        done = verify(office.root, "/dev/zero")
        assert (done.exit_code, "ubproject.toml" in done.output) == (2, False), done.output
    shutil.rmtree(office.root / ".git")
    assert verify(office.root, office.folder).exit_code == 2


def test_the_process_with_limits_says_the_same(published: Office, tmp_path: Path) -> None:
    """What the tests above read in their own process, the command reads in one that can be stopped."""
    path = tmp_path / "a.pdf"
    path.write_bytes(published.signed)
    done = verify(published.root, path)
    assert done.exit_code == 0, done.output
    assert "Unchanged and signed" in done.output


def test_nothing_is_fetched(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever addresses certificates name, no connection is opened."""

    def refused(*_arguments: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket.socket, "connect", refused)
    assert verify(office.root, office.put("a.pdf", office.stamped)).exit_code == 0


def test_a_folder_is_the_edition_of_its_commit(office: Office) -> None:
    """The latest commit, as it is, has its edition; with an edit, a moved tag, or without git it has none."""
    (held,) = here.editions(office.root)
    assert held.tag == TAG
    flip(office.root / PAGE, 3)
    assert here.editions(office.root) == ()
    flip(office.root / PAGE, 3)
    commit(office.root)
    assert here.editions(office.root) == ()
    retag(office, message(office))
    assert here.editions(office.root) == ()
    shutil.rmtree(office.root / ".git")
    assert here.editions(office.root) == ()
