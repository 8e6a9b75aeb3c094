"""Make the assignment annex of a project as PDF, from its files to the file: one measured process.

``--data`` writes what it is printed from instead, and ``--typst`` prints that, without anything of ours.
"""

import argparse
import json
from datetime import date
from pathlib import Path

import typst


def main() -> None:
    """Read the command line and do one of the three."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--data", action="store_true")
    what.add_argument("--typst", action="store_true")
    arguments = parser.parse_args()
    root: Path = arguments.root
    if arguments.typst:
        stored = json.loads((root / "annex.json").read_text("utf-8"))
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[stored.pop("fonts")]
        )
        source = stored.pop("source").encode()
        compiler = typst.Compiler(source, font_paths=fonts, sys_inputs=stored)
        compiler.compile(output=str(root / "typst.pdf"), format="pdf", pdf_standards=["a-2a", "ua-1"])
        return
    from kehoach import documents
    from kehoach.export import fonts as faces
    from kehoach.export import pdf
    from kehoach.plan import reader
    from kehoach.progress import Progress

    progress = Progress(reader.read(root), date(2026, 11, 22))
    document = documents.assignment(progress, progress.plan.of_type("plan")[0])
    font = faces.font_of(root)
    if arguments.data:
        stored = {
            "source": pdf.TEMPLATE.read_text("utf-8"),
            "fonts": str(font.folder),
            **pdf.inputs(document, font),
        }
        (root / "annex.json").write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
    else:
        (root / "annex.pdf").write_bytes(pdf.pdf(document, font))


if __name__ == "__main__":
    main()
