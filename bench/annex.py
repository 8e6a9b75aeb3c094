"""Make the assignment annex of a project as PDF, from its files to the file: one measured process."""

import sys
from datetime import date
from pathlib import Path

from kehoach import documents, reader
from kehoach.export import fonts, pdf
from kehoach.progress import Progress


def main() -> None:
    """Read the project named on the command line and write its annex beside it."""
    root = Path(sys.argv[1])
    progress = Progress(reader.read(root), date(2026, 11, 22))
    document = documents.assignment(progress, progress.plan.of_type("plan")[0])
    (root / "annex.pdf").write_bytes(pdf.pdf(document, fonts.font_of(root)))


if __name__ == "__main__":
    main()
