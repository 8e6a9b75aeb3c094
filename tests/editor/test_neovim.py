"""The language server in a real editor, Neovim, by the client that Neovim brings along."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import BLOCKED
from rules.test_natural_mistakes import demo

__all__ = ["demo"]  # the fixture
SCRIPT = Path(__file__).with_name("client.lua")
TASKS = "needs/kh-9-2026/ii-nhiem-vu.md"

needs_neovim = pytest.mark.skipif(
    shutil.which("nvim") is None and "EDITORS" not in os.environ,
    reason="Neovim is not installed: apt install neovim",
)


@needs_neovim
def test_a_finding_while_typing_its_fix_and_a_rename(demo: Path, tmp_path: Path) -> None:
    """Unsaved text has its finding, the fix offered mends it, an ID gets another name in four files."""
    (demo / "docs").mkdir()
    (demo / "docs" / "ghi-chu.md").write_text("# Ghi chú\n\nHỏi {need}`CQ-STP`.\n", encoding="utf-8")
    files = {path: path.read_text("utf-8") for path in demo.rglob("*.md")}
    told = tmp_path / "told.json"
    given = {
        "KEHOACH": json.dumps([sys.executable, "-m", "kehoach", "lsp"]),
        "PROJECT": str(demo),
        "TOLD": str(told),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }
    command = ["nvim", "--headless", "--clean", "-S", str(SCRIPT)]
    done = subprocess.run(
        command, env={**os.environ, **given}, capture_output=True, text=True, timeout=BLOCKED, check=False
    )
    assert told.exists(), done.stderr
    saw = json.loads(told.read_text("utf-8"))
    assert "error" not in saw, (saw, done.stderr)
    (finding,) = saw["typed"]
    assert (finding["code"], saw["modified"]) == ("KH104", True)
    assert saw["offered"][0] == 'Ghi ":owner: CQ-SYT"'
    renamed = {path: re.sub(r"CQ-STP(?![\w-])", "CQ-TP", text) for path, text in files.items()}
    assert {path: path.read_text("utf-8") for path in files} == renamed
    assert sum(renamed[path] != text for path, text in files.items()) >= 4
