"""Bring ``kehoach.po`` in step with the code: file names, order, leftovers; say what is to be translated.

Run by hand after words were added or moved: ``.venv/bin/python tests/language/catalogue.py``.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
from language.test_i18n import PO, catalogue, places


def main() -> None:
    """Write the catalogue anew; messages without a translation are printed, and get an empty entry."""
    former = {str(message.id): str(message.string) for message in catalogue() if message.id}
    order = {msgid: number for number, msgid in enumerate(former)}
    made = Catalog(locale="vi")
    for msgid, files in sorted(
        places().items(), key=lambda pair: (pair[1][0], order.get(pair[0], len(order)), pair[0])
    ):
        made.add(msgid, former.get(msgid, ""), [(file, None) for file in files])  # type: ignore[misc] # no lines
    head, _blank, _entries = PO.read_text(encoding="utf-8").partition("\n\n")
    written = io.BytesIO()
    write_po(written, made, width=110, omit_header=True, include_lineno=False)
    PO.write_text(f"{head}\n\n{written.getvalue().decode().strip()}\n", encoding="utf-8")
    print("\n".join(sorted(msgid for msgid in places() if not former.get(msgid))))


if __name__ == "__main__":
    main()
