"""Plain text and Markdown: taken as they are."""

from pathlib import Path

from kehoach.importing.readers import Material, PagesRead, UnreadableFileError, holds_controls
from kehoach.language import _


def read(path: Path, kind: str, _progress: PagesRead) -> Material:
    """Read UTF-8; anything else would have to be guessed."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = _("{name}, line {line}: this is not UTF-8. Save the file as UTF-8, then import it again.")
        raise UnreadableFileError(message.format(name=path.name, line=line)) from error
    if holds_controls(text):
        raise UnreadableFileError(_("{name} is no text, whatever its name says.").format(name=path.name))
    return Material(text.replace("\r\n", "\n").replace("\r", "\n"), kind, own_lines=True)
