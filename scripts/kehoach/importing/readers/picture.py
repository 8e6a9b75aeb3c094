"""Pictures of pages: PNG, JPEG, and TIFF, which may hold several."""

from pathlib import Path

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from kehoach.importing.readers import Material, PicturesRead, UnreadableFileError, scan, without_controls
from kehoach.importing.readers.recognition import recognise
from kehoach.language import _

#: The long side of a page of A4, in inches: what a picture without a scale is of.
_A4 = 11.69
_KINDS = ("PNG", "JPEG", "TIFF")


def read(path: Path, kind: str, progress: PicturesRead) -> Material:
    """Read a picture of a page, or several in a TIFF.

    Raises:
        UnreadableFileError: it is damaged or too large, Tesseract is not there, or fails.
    """
    if lacking := scan.lacking():
        raise UnreadableFileError(f"{path.name}: {lacking}")
    lines: list[str] = []
    starts: list[int] = []
    sure: list[tuple[int, int]] = []
    try:
        with Image.open(path, formats=_KINDS) as picture:
            count = getattr(picture, "n_frames", 1)
            if count > scan.MOST_PAGES:
                message = _("{name} has {count} pages. Of a scan, {most} are read at most.")
                raise UnreadableFileError(message.format(name=path.name, count=count, most=scan.MOST_PAGES))
            for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                if frame.width * frame.height > scan.PIXELS:
                    raise UnreadableFileError(f"{path.name}: {scan.too_large()}")
                found = recognise(*_as_page(frame))
                starts.append(len(lines) + 1)
                lines += [*found.lines, ""]
                sure.append((number, found.sure))
                progress(number, count, number)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, UnreadableFileError):
            raise
        raise UnreadableFileError(_("{name} is no picture, or damaged.").format(name=path.name)) from error
    text = without_controls("\n".join(lines))
    return Material(text, kind, own_lines=False, pages=tuple(starts), recognised=tuple(sure))


def _as_page(frame: Image.Image) -> tuple[Image.Image, int]:
    """A picture as a grey page, and its dots per inch."""
    page = ImageOps.exif_transpose(frame).convert("L")
    said = frame.info.get("dpi", (0, 0))[0]
    dpi = round(said) if said >= scan.DPI / 2 else round(max(page.size) / _A4)
    if dpi > scan.MOST_DPI:
        page = page.resize(
            (page.width * scan.MOST_DPI // dpi, page.height * scan.MOST_DPI // dpi),
            Image.Resampling.BOX,
        )
    return page, min(dpi, scan.MOST_DPI)
