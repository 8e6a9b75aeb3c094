"""Makes ``libreoffice.xlsx``: the demo plan's workbook, edited and saved by a real LibreOffice.

Again whenever ``VERSION`` in ``kehoach/export/excel.py`` changes, or a cell of the demo plan that is edited
here (Debian: ``apt-get install --no-install-recommends libreoffice-calc python3-uno``)::

    .venv/bin/python tests/workbooks/make.py

LibreOffice is driven by Debian's own Python, which alone has its bindings: this file runs itself with that.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MADE = HERE / "libreoffice.xlsx"
AS_OF = "2026-07-15"
PIPE = "kehoach-fixture"

#: Sheet, ID, head of the column, and what is typed. An English LibreOffice takes 27/6/2026 for a text.
TYPED = [
    ("Phân công", "NV-9-2026-II-1", "Lãnh đạo phụ trách", "Giám đốc sở"),
    ("Phân công", "NV-9-2026-II-4", "Lãnh đạo phụ trách", "Phó Giám đốc sở"),
    ("Minh chứng", "MC-9-2026-14", "Số, ký hiệu", "114/BC-SNV (giả định)"),
    ("Minh chứng", "MC-9-2026-14", "Ngày văn bản", "2026-07-04"),
    ("Minh chứng", "MC-9-2026-15", "Ngày hoàn thành", "27/6/2026"),
    ("Minh chứng", "MC-9-2026-15", "Đường dẫn (URL)", "https://example.org/khao-sat?a=1&b=2"),
    ("Minh chứng", "MC-9-2026-3", "Tài liệu", "Báo cáo kết quả lớp tập huấn"),
    ("Tiến độ", "BC-9-2026-1", "Kết quả", "Đã rà soát 3/3 số văn bản; còn chờ ý kiến"),
    ("Tiến độ", "BC-9-2026-2", "Khó khăn, vướng mắc", "Thiếu máy chủ"),
    ("Tiến độ", "BC-9-2026-1", "Đề xuất, kiến nghị", ""),
]
#: A new row of evidence.
NEW = {
    "Minh chứng cho (mã)": "SP-9-2026-II-4-1",
    "Tài liệu": "Báo cáo rà soát văn bản",
    "Số, ký hiệu": "77/BC-STP (giả định)",
    "Ngày văn bản": "2026-07-10",
    "Ngày hoàn thành": "2026-06-29",
}
HEAD = 3


def edit(source: str, target: str) -> None:
    """Type into a workbook in the LibreOffice that listens on the pipe, and save it. For Debian's Python."""
    uno: Any = import_module("uno")
    desktop = _desktop(uno)
    book = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (_property(uno, "Hidden", True),))
    for sheet, row_id, head, text in TYPED:
        page = book.Sheets.getByName(sheet)
        _type(page, _row(page, row_id), head, text)
    page = book.Sheets.getByName("Minh chứng")
    row = _row(page, "")
    for head, text in NEW.items():
        _type(page, row, head, text)
    excel = _property(uno, "FilterName", "Calc MS Excel 2007 XML")
    book.storeToURL(Path(target).as_uri(), (excel,))
    book.close(True)
    desktop.terminate()


def _desktop(uno: Any) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _attempt in range(60):
        try:
            context = resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:  # it is not up yet; what it raises is made at run time
            time.sleep(0.5)
    raise TimeoutError(PIPE)


def _property(uno: Any, name: str, value: object) -> Any:
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


def _row(page: Any, row_id: str) -> int:
    return next(row for row in range(HEAD + 1, 500) if page.getCellByPosition(0, row).String == row_id)


def _type(page: Any, row: int, head: str, text: str) -> None:
    column = next(c for c in range(40) if page.getCellByPosition(c, HEAD).String == head)
    page.getCellByPosition(column, row).FormulaLocal = text


def main() -> None:
    """Export the demo plan, and have LibreOffice edit it."""
    root = HERE.parents[1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(root / "tests" / "projects" / "demo", folder / "demo")
        shutil.copy(root / "ubproject.toml", folder / "demo")
        export = [sys.executable, "-m", "kehoach", "export", "xlsx", "--root", str(folder / "demo")]
        subprocess.run([*export, "--as-of", AS_OF, "--out", name], check=True)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        office = ["soffice", "--headless", "--norestore", profile, f"--accept=pipe,name={PIPE};urp;"]
        with subprocess.Popen(office):
            made = f"{name}/theo-doi-KH-9-2026.xlsx", f"{name}/made.xlsx"
            subprocess.run(["/usr/bin/python3", __file__, *made], check=True)
        shutil.copy(folder / "made.xlsx", MADE)
    print(MADE)


if __name__ == "__main__":
    if sys.argv[1:]:
        edit(*sys.argv[1:])
    else:
        main()
