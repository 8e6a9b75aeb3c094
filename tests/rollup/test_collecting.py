"""What is collected from addresses: as from folders; what is damaged or not there is named and left out."""

import json
from pathlib import Path

import pytest

import communes
from conftest import Run
from repositories import repository_of, run
from upstream.serving import served

ROWS = [("NV-7-2026-I-1", "ongoing")]


def test_a_published_plan_and_a_repository(
    tmp_path: Path, kehoach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By https and by git; a second time all is as before; what fails is one line each, and costs nothing."""
    told = communes.sent(communes.name(1), "1/KH", communes.DAY, ROWS)
    repository = repository_of("upper", tmp_path / "kho").as_uri()
    out = tmp_path / "out"
    with served(json.dumps(told).encode(), tmp_path) as site:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        sources = (f"{site}/tai-ve/du-lieu-KH-1-2026.json", repository)
        collect = ("--lang", "en", "collect", *sources, "--out", out, "--as-of", "2026-06-30")
        done = kehoach(*collect)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("2 files read, 0 as before. Now: 2 plans")
        assert kehoach(*collect).stdout.startswith("0 files read, 2 as before. Now: 2 plans")
        bad = (
            f"{site}/khong-co.json",
            f"{site.replace('//', '//ai:mat@')}/khong-co.json",
            f"{repository}-khac",
        )
        done = kehoach(*collect, *bad, "http://x.example.org/du-lieu-1.json")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert [line.partition(": left out: ")[0] for line in lines] == [
        bad[0],
        bad[1].replace(":mat", ""),
        bad[2],
        "http://x.example.org/du-lieu-1.json",
    ]
    assert ":mat" not in done.stderr
    assert "Now: 2 plans" in done.stdout


def test_what_an_address_sends_is_held_to_the_same(
    tmp_path: Path, kehoach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Damaged data are named by the address, not by where they were put; a project with findings likewise."""
    root = repository_of("upper", tmp_path / "kho")
    (root / "needs" / "kh-900-2026" / "x.md").write_text("<b>x</b>\n", encoding="utf-8")
    run(root, "add", "--all")
    run(root, "commit", "--quiet", "--message", "x")
    with served(b'{"format": "kehoach.plan", "version": 2', tmp_path) as site:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        bad = f"{site}/du-lieu-1.json"
        done = kehoach("--lang", "en", "collect", bad, root.as_uri(), "--out", tmp_path / "out")
    assert done.returncode == 1
    assert sorted(line.partition(": left out: ")[0] for line in done.stderr.splitlines()) == sorted(
        (bad, root.as_uri())
    )
