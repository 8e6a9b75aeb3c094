"""``kehoach pack`` and ``kehoach menu``: what an office PC gets that has neither make, network nor rights.

What needs Windows itself is tested by its parts: what the script says, its letters, line ends and quotes.
"""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib import metadata
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import Run
from kehoach.cli import main
from kehoach.files.tree import sha256
from kehoach.language import i18n
from kehoach.project import packing
from kehoach.project.packing import PackError, Target
from repositories import commit, run

WINDOWS, LINUX = (Target(name, packing.python_here()) for name in ("win_amd64", "manylinux_2_28_x86_64"))
PIP = "pip-26.0-py3-none-any.whl"


def names(lines: list[str]) -> dict[str, str]:
    """Requirements by what they are of."""
    return {re.split(r"[=<>~!]", line)[0]: line for line in lines}


def test_what_is_packed_is_what_is_installed() -> None:
    """Each package in its version here; nothing that was left out here, nothing of development."""
    needed = names(packing.requirements(LINUX))
    assert needed["sphinx-needs"] == f"sphinx-needs=={version('sphinx-needs')}"
    assert needed["pypdfium2"] == f"pypdfium2=={version('pypdfium2')}"  # what is optional comes, too
    assert needed["pip"] == "pip"
    assert needed.keys().isdisjoint({"rinohtype", "pytest", "ruff", "kehoach"})
    assert all("==" in line for name, line in needed.items() if name != "pip")


def test_each_system_gets_what_it_needs() -> None:
    """Windows gets what click asks for there only; Linux asks for nothing that Windows does not."""
    windows, linux = (names(packing.requirements(target)) for target in (WINDOWS, LINUX))
    assert "colorama" in windows
    assert linux.keys() <= windows.keys()


def test_an_option_that_is_not_installed_here_is_not_asked_for_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise the first start would look for wheels that nobody has packed."""
    assert "pdf-import" in packing.requirement()
    installed = metadata.version

    def version_of(name: str) -> str:
        if name == "pypdfium2":
            raise metadata.PackageNotFoundError(name)
        return installed(name)

    monkeypatch.setattr(metadata, "version", version_of)
    assert "pdf-import" not in packing.requirement()
    assert not any(line.startswith("pypdfium2") for line in packing.requirements(WINDOWS))


@pytest.mark.parametrize("platform", ["win64", "windows", "manylinux", "win_amd64 ", "", "linux_x86_64"])
def test_no_platform(platform: str) -> None:
    """A tag that no wheel has is refused in a sentence."""
    with pytest.raises(PackError, match="is no platform"):
        packing.requirements(Target(platform, "3.11"))


def test_older_wheels_are_good_for_newer_systems() -> None:
    """A machine with glibc 2.7 takes wheels for 2.7, 2.6, 2.5 and of the names before these."""
    tags = ["manylinux_2_7_x86_64", "manylinux_2_6_x86_64", "manylinux_2_5_x86_64"]
    assert Target("manylinux_2_7_x86_64", "3.11").tags == [
        *tags,
        "manylinux2014_x86_64",
        "manylinux2010_x86_64",
    ]
    assert Target("win_amd64", "3.11").tags == ["win_amd64"]


# -- the scripts --------------------------------------------------------------------------------------


def scripts() -> dict[str, bytes]:
    """The scripts that start it."""
    return dict(packing.scripts(WINDOWS, [PIP, "pillow-1.0-cp311-win_amd64.whl"]))


def test_the_script_for_windows_is_read_by_any_code_page() -> None:
    """ASCII, Windows' line ends throughout, no blocks, no delayed expansion, every path in quotes."""
    script = scripts()["kehoach.cmd"]
    assert script.isascii()
    assert script.count(b"\n") == script.count(b"\r\n") > 30
    lines = script.decode().splitlines()
    assert not [line for line in lines if re.match(r"\s*(\)|if .*\($|for )", line)]
    assert "setlocal DisableDelayedExpansion" in lines
    for line in lines:
        for found in re.finditer(r"%(?:~dp0|PYTHON|CD)%?", line):
            assert line[: found.start()].count('"') % 2 == 1, line


def test_every_jump_lands() -> None:
    """Each label that the script goes to is there, once, and the end is never run into."""
    lines = scripts()["kehoach.cmd"].decode().splitlines()
    labels = [line[1:] for line in lines if line.startswith(":")]
    assert len(set(labels)) == len(labels)
    falling = {"install", "run", "wait"}  # what stands above them may go on with them
    assert set(re.findall(r"goto (\w+)", "\n".join(lines))) | falling == {*labels}
    for label in {*labels} - falling:
        before = [line for line in lines[: lines.index(f":{label}")] if line][-1]
        assert before.startswith(("goto", "exit")), label
    assert lines[-1] == "exit /b 2"


def test_the_script_names_what_is_in_the_folder() -> None:
    """The wheel of pip, this version with all its options, the Python and the folder of the project."""
    script = scripts()["kehoach.cmd"].decode()
    assert f'"wheels\\{PIP}\\pip" install' in script
    assert script.count(f'"{packing.requirement()}"') == 2
    assert f"py -{packing.python_here()} -m venv" in script
    assert f'cd "{packing.PROJECT}"' in script


def wheel(folder: Path) -> None:
    """A stand-in for kehoach's wheel: it says where it runs, and what it is told."""
    told = "import os, sys; print(os.path.basename(os.getcwd()), sys.flags.utf8_mode, *sys.argv[1:], sep='|')"
    info = f"kehoach-{version('kehoach')}.dist-info"
    extras = "".join(f"Provides-Extra: {name}\n" for name in packing.extras())
    files = {
        "kehoach/__main__.py": told,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: kehoach\nVersion: {version('kehoach')}\n{extras}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / f"kehoach-{version('kehoach')}-py3-none-any.whl", "w") as made:
        for name, content in files.items():
            made.writestr(name, content)


def test_started_without_a_network(tmp_path: Path) -> None:
    """The twin for a shell installs at its first start, from the folder alone, then runs what is asked."""
    root = tmp_path / "Máy cơ quan (đ) & $x"
    wheel(root / "wheels")
    (root / packing.PROJECT).mkdir()
    (root / "kehoach.sh").write_bytes(scripts()["kehoach.sh"])
    (root / "kehoach.sh").chmod(0o755)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / f"python{packing.python_here()}").symlink_to(Path(sys.executable).resolve())
    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    environment |= {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_FIND_LINKS": ""}
    said = []
    for words in ([], ["check", "--format", "a b"]):
        done = subprocess.run(
            [root / "kehoach.sh", *words], capture_output=True, encoding="utf-8", check=False, env=environment
        )
        assert done.returncode == 0, done.stderr
        said.append(done.stdout.splitlines()[-1])
        first = "Lần đầu" in done.stdout
        assert first == (not words)
    assert said == [f"{packing.PROJECT}|1|menu", f"{packing.PROJECT}|1|check|--format|a b"]


def embedded(path: Path, digits: str) -> Path:
    """A stand-in for Python for embedding."""
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("python.exe", "x")
        made.writestr(f"python{digits}._pth", f"python{digits}.zip\r\n.\r\n\r\n#import site\r\n")
    return path


def test_python_for_embedding_finds_packages(tmp_path: Path) -> None:
    """It is unpacked and told where packages will be; another version, or anything else, is refused."""
    target = Target("win_amd64", "3.11")
    packing.unpack_python(embedded(tmp_path / "p.zip", "311"), target, tmp_path / "python")
    told = (tmp_path / "python" / "python311._pth").read_bytes().split(b"\r\n")
    assert [line for line in told if line] == [
        *(b"python311.zip", b".", b"#import site", rb"Lib\site-packages", b"import site")
    ]
    (tmp_path / "x.zip").write_bytes(b"x")
    for archive in (embedded(tmp_path / "q.zip", "313"), tmp_path / "x.zip"):
        with pytest.raises(PackError, match=r"no Python 3\.11 for embedding"):
            packing.unpack_python(archive, target, tmp_path / "other")


def test_a_wheel_that_is_not_the_locked_one_is_found(tmp_path: Path) -> None:
    """What uv.lock names by hash has that hash; what it does not name is let be."""
    (tmp_path / "wheels").mkdir()
    for name in ("a-1-py3-none-any.whl", "b-1-py3-none-any.whl", "c-1-py3-none-any.whl"):
        (tmp_path / "wheels" / name).write_bytes(name.encode())
    row = '{{ url = "https://x.example/p/{}", hash = "sha256:{}" }}'
    rows = [row.format("a-1-py3-none-any.whl", sha256(b"a-1-py3-none-any.whl"))]
    rows += [row.format("b-1-py3-none-any.whl", sha256(b"another"))]
    lock = tmp_path / "uv.lock"
    assert packing.others(tmp_path / "wheels", lock) == []
    lock.write_text(f'[[package]]\nname = "a"\nwheels = [{", ".join(rows)}]\n', encoding="utf-8")
    assert packing.others(tmp_path / "wheels", lock) == ["b-1-py3-none-any.whl"]


# -- the command --------------------------------------------------------------------------------------


@pytest.fixture
def project(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo plan in a repository; wheels are stand-ins, since the index is somewhere else."""

    def collect(_target: Target, wheels: Path, more: Path) -> None:
        assert more == demo / "wheels"  # what `kehoach init` may have laid down
        wheel(wheels)
        (wheels / PIP).write_bytes(b"pip")

    monkeypatch.setattr(packing, "collect", collect)
    (demo / ".gitignore").write_text("/build/\n", encoding="utf-8")
    run(demo, "init", "--quiet")
    commit(demo)
    (demo / "build").mkdir(exist_ok=True)
    (demo / "build" / "x.txt").touch()
    return demo


def pack(project: Path, *words: str) -> tuple[int, str]:
    """Run the command: its exit code, and what it says."""
    done = CliRunner().invoke(main, ["--lang", "en", "pack", "--root", str(project), *words])
    return done.exit_code, done.output


def test_a_folder_and_an_archive_of_it(project: Path, tmp_path: Path) -> None:
    """Scripts that can be run, wheels, a readme for Windows' editor, and what git knows of the project."""
    code, said = pack(project, "--out", str(tmp_path / "out"))
    assert code == 0, said
    name = f"kehoach-{version('kehoach')}-win_amd64"
    folder = tmp_path / "out" / name
    assert {path.name for path in folder.iterdir()} == {
        *("kehoach.cmd", "kehoach.sh", "DOC-TRUOC.txt", "wheels", packing.PROJECT)
    }
    assert (folder / packing.PROJECT / "needs" / "agencies.md").is_file()
    assert not (folder / packing.PROJECT / "build").exists()
    assert (folder / "DOC-TRUOC.txt").read_bytes().startswith(b"\xef\xbb\xbfPlans")
    with zipfile.ZipFile(folder.with_name(f"{name}.zip")) as archive:
        packed = {entry.filename: entry for entry in archive.infolist()}
    assert packed[f"{name}/kehoach.sh"].external_attr >> 16 & 0o111
    assert packed[f"{name}/wheels/{PIP}"].compress_type == zipfile.ZIP_STORED
    assert f"{name}/{packing.PROJECT}/ubproject.toml" in packed


def test_packed_anew(project: Path, tmp_path: Path) -> None:
    """Nothing of a former folder is left."""
    assert pack(project, "--out", str(tmp_path))[0] == 0
    (folder,) = (path for path in tmp_path.iterdir() if path.name.endswith("win_amd64"))
    (folder / "wheels" / "old.whl").touch()
    assert pack(project, "--out", str(tmp_path))[0] == 0
    assert not (folder / "wheels" / "old.whl").exists()


def test_what_is_not_packed(project: Path, tmp_path: Path) -> None:
    """Another Python, no Python, no repository: a sentence each; a plan with faults: its findings."""
    code, said = pack(project, "--python", "3.99")
    assert (code, "Run kehoach with Python 3.99" in said) == (2, True)
    code, said = pack(project, "--python-zip", str(tmp_path / "gone.zip"), "--out", str(tmp_path / "o"))
    assert (code, "gone.zip" in said) == (2, True)
    assert not list((tmp_path / "o").glob("*"))
    shutil.rmtree(project / ".git")
    assert pack(project)[0] == 2
    tasks = project / "needs" / "kh-9-2026" / "ii-nhiem-vu.md"
    tasks.write_text(tasks.read_text("utf-8").replace(":owner: CQ-SNV\n", "", 1), encoding="utf-8")
    code, said = pack(project)
    assert (code, "KH101" in said) == (1, True)


# -- the menu -----------------------------------------------------------------------------------------


def test_the_menu_does_what_is_chosen(demo: Path, kehoach: Run, tmp_path: Path) -> None:
    """Checks, says that there is no site yet, takes a workbook whose path is in quotes, and ends."""
    i18n.use("vi")
    assert kehoach("export", "xlsx", "--root", demo, "--out", tmp_path / "bảng tính").returncode == 0
    workbook = tmp_path / "bảng tính" / "theo-doi-KH-9-2026.xlsx"
    answers = ["9", "1", "3", "4", f'"{workbook}"', "n", "4", "", "5"]
    done = kehoach("menu", "--root", demo, input="\n".join([*answers, ""]))
    assert done.returncode == 0, done.stderr
    assert "Có 0 chỗ cần sửa." in done.stderr
    assert "Chưa có trang. Hãy dựng trang trước." in done.stdout
    assert "Nhận được 0 ô" in done.stderr


def test_the_menu_ends_with_its_input(demo: Path, kehoach: Run) -> None:
    """Where nobody answers any more it ends, and asks no more."""
    assert kehoach("menu", "--root", demo, input="1\n").returncode == 1
