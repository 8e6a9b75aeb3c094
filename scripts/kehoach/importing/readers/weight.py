"""What a PDF unpacks to, found out before anything reads it: no reader of PDF sets a limit to that.

A page of a kilobyte can hold gigabytes, whose signs are packed several times over. They are unpacked here
piece by piece, and nothing of them is kept.
"""

import re
import zlib

#: Bytes that the streams of a document may hold when unpacked, pictures apart: fonts take the most.
_UNPACKED = 64 * 2**20
#: How often a stream may be packed: nobody does it twice.
_PACKED = 4
#: Most that only looks packed is known by its first bytes.
_FIRST, _PIECE = 2**8, 2**16
_PACKED_BEGINS = re.compile(rb"[\x08\x18\x28\x38\x48\x58\x68\x78]")
_STREAM = re.compile(rb"stream\r?\n")
#: What is surely a picture, which nobody unpacks to read words; the dictionary stands before its stream.
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_NO_PICTURE = re.compile(rb"#|/First\b|/W\b")
_DICTIONARY = 500


class TooHeavyError(Exception):
    """The document unpacks to more than any does."""


def weigh(raw: bytes) -> None:
    """Unpack every stream that is packed, and throw it away.

    Raises:
        TooHeavyError: they hold more than those of any document.
    """
    budget = _Budget()
    for found in _STREAM.finditer(raw):
        said = raw[max(found.start() - _DICTIONARY, 0) : found.start()].rpartition(b" obj")[2]
        if _PICTURE.search(said) and not _NO_PICTURE.search(said):
            continue
        if not _PACKED_BEGINS.match(raw, found.end()):
            continue
        unpacker, start, size = _Unpacker(budget, _PACKED), found.end(), _FIRST
        while start < len(raw) and unpacker.feed(raw[start : start + size]):
            start, size = start + size, _PIECE


class _Budget:
    def __init__(self) -> None:
        self.left = _UNPACKED

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise TooHeavyError


class _Unpacker:
    """Unpacks a stream, and what is packed within it, and keeps nothing."""

    def __init__(self, budget: _Budget, depth: int) -> None:
        self.budget, self.depth = budget, depth
        self.stream = zlib.decompressobj()
        self.within: _Unpacker | None = None
        self.goes_on = True

    def feed(self, data: bytes) -> bool:
        """Take the next bytes; whether there can be more."""
        while self.goes_on and data:
            try:
                found = self.stream.decompress(data, _PIECE)
            except zlib.error:
                self.goes_on = False
                break
            self.budget.spend(len(found))
            if found and self.depth > 1:
                self.within = self.within or _Unpacker(self.budget, self.depth - 1)
                self.within.feed(found)
            data = self.stream.unconsumed_tail
            self.goes_on = not self.stream.eof
        return self.goes_on
