"""Files of older and other word processors (.doc, .rtf, .odt): LibreOffice makes Word of them."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from kehoach.importing.readers import Material, PagesRead, UnreadableFileError, worker
from kehoach.language import _

#: LibreOffice takes a few seconds to start; what takes it longer is no plan.
_SECONDS = 120


def read(path: Path, kind: str, progress: PagesRead) -> Material:
    """Read a document by way of Word's form.

    Raises:
        UnreadableFileError: there is no LibreOffice, or it cannot read the file.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        message = _(
            "{name}: reading {kind} takes LibreOffice. Install it, or save the file as .docx in Word."
        )
        raise UnreadableFileError(message.format(name=path.name, kind=path.suffix))
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        # A profile of its own: one that is open elsewhere would take the call, and settings stay out of it.
        command = [
            program,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless",
            "--norestore",
        ]
        command += ["--convert-to", "docx", "--outdir", folder, str(path.resolve())]
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
            return worker.read(Path(folder, f"{path.stem}.docx"), kind, progress)
        except (subprocess.SubprocessError, OSError, UnreadableFileError) as error:
            message = _("LibreOffice cannot read {name}. Open it there or in Word, and save it as .docx.")
            raise UnreadableFileError(message.format(name=path.name)) from error
