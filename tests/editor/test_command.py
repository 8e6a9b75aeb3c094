"""``kehoach fix``: what it tells, what it writes, and how it ends."""

from pathlib import Path

from conftest import Run
from editor.test_fixes import damaged
from rules.test_natural_mistakes import MISTAKES, demo

__all__ = ["demo"]  # the fixture


def named(name: str) -> int:
    """The number of a mistake in the table."""
    return next(n for n, mistake in enumerate(MISTAKES) if mistake.name == name)


def test_what_is_mended_is_told_and_written(demo: Path, kehoach: Run) -> None:
    """File, line, rule and what was done; exit code 0 where nothing is left, and nothing to do then."""
    former = damaged(demo, MISTAKES[named("Ghi tên cơ quan thay cho mã")])
    done = kehoach("fix", "--root", demo)
    said = 'needs/kh-9-2026/ii-nhiem-vu.md:224: KH104 Ghi ":owner: CQ-SYT"\n'
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")
    assert {file: (demo / file).read_bytes() for file in former} == former
    again = kehoach("fix", "--root", demo)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "Không có gì thay đổi.\n")


def test_what_is_left_is_counted(demo: Path, kehoach: Run) -> None:
    """What somebody has to decide stays, as in the files so in the exit code."""
    damaged(demo, MISTAKES[named("Mã cơ quan thừa một chữ")])
    done = kehoach("fix", "--root", demo)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Còn 1 chỗ cần sửa" in done.stderr
    asked = kehoach("fix", "--unsafe", "--root", demo, input="2\n")
    assert asked.returncode == 0
    assert 'Ghi ":owner: CQ-SYT"' in asked.stdout


def test_what_is_safe_is_written_before_anybody_is_asked(demo: Path, kehoach: Run) -> None:
    """Who ends the questions keeps what was mended; nothing said to a question leaves it as it is."""
    damaged(demo, MISTAKES[named("Một cơ quan vừa chủ trì vừa phối hợp")])
    later = {file: (demo / file).read_bytes() for file, _old, _new in MISTAKES[0].edits}
    damaged(demo, MISTAKES[named("Ghi tên cơ quan thay cho mã")])
    ended = kehoach("fix", "--unsafe", "--root", demo, input="")
    assert ended.returncode == 1
    assert ended.stdout.splitlines()[0].endswith('KH104 Ghi ":owner: CQ-SYT"')
    assert {file: (demo / file).read_bytes() for file in later} == later
    left = kehoach("fix", "--unsafe", "--root", demo, input="\n")
    assert left.returncode == 1
    assert "1. Để nguyên" in left.stdout
    assert {file: (demo / file).read_bytes() for file in later} == later


def test_it_ends_as_a_check_ends(demo: Path, kehoach: Run) -> None:
    """Also where what is wrong is on no page of the plan, such as a link that leads out of it."""
    (demo / "needs" / "x.md").symlink_to(demo / "ubproject.toml")
    done, check = kehoach("fix", "--root", demo), kehoach("check", "--root", demo)
    assert "KH020" in check.stdout
    assert (done.returncode, check.returncode) == (1, 1)
    assert "Còn 1 chỗ cần sửa" in done.stderr


def test_a_broken_model_is_refused_in_one_sentence(demo: Path, kehoach: Run) -> None:
    """A model that cannot be read stops the command as it stops a check."""
    (demo / "ubproject.toml").write_text("[needs\n", encoding="utf-8")
    done, check = kehoach("fix", "--root", demo), kehoach("check", "--root", demo)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", check.stderr)
    assert len(done.stderr.splitlines()) == 1


def test_where_there_is_no_plan_nothing_is_mended(kehoach: Run, tmp_path: Path) -> None:
    """Exit code 2, and one sentence."""
    none = kehoach("fix", "--root", tmp_path)
    assert (none.returncode, none.stdout) == (2, "")
    assert len(none.stderr.splitlines()) == 1
