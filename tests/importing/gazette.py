"""An annex as gazettes publish it: each line of a cell a line of text, column after column, cut by pages."""

import textwrap
from collections.abc import Sequence

#: How many letters wide the columns are set, behind the number.
_WIDTHS = (42, 15, 15, 16, 14)
_HEAD = [
    *("TT", "Nội dung công việc", "Cơ quan", "chủ trì", "Cơ quan", "phối hợp"),
    *("Sản phẩm", "Thời hạn", "hoàn thành"),
]
_LINES = 32
_ABOVE = """\
CHÍNH PHỦ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Phụ lục I
DANH MỤC NHIỆM VỤ GIẢ ĐỊNH
"""


def annex(rows: Sequence[Sequence[str]]) -> str:
    """An annex of rows without numbers: content, owner, partners, deliverable, deadline."""
    lines, left, page = [*_ABOVE.split("\n"), *_HEAD], _LINES - 8, 70
    for number, row in enumerate(rows, 1):
        cells = [textwrap.wrap(cell, width) for cell, width in zip(row, _WIDTHS, strict=True)]
        begun = False
        while any(cells):
            if left < 2:
                page += 1
                lines += ["", "CÔNG BÁO/Số 242/Ngày 22-04-2026", str(page), "", *_HEAD]
                left = _LINES
            if not begun:
                lines.append(str(number))
            begun = True
            size = min(left, max(map(len, cells)))
            lines += [line for cell in cells for line in cell[:size]]
            cells, left = [cell[size:] for cell in cells], left - size
    return "\n".join(lines) + "\n"
