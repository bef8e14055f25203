"""Whether a PDF can be unpacked within bounds: what a few bytes of it expand to is not known until it is done."""

from __future__ import annotations

import re
import zlib

from annotations.errors import ReadError

__all__ = ["refuse_bombs"]

_MOST = 256 * 1024 * 1024
"""Bytes that one stream may unpack to: a page of a newspaper scanned at 600 dpi has 200 million."""

_PIECE = 1 << 20
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY = 300
"""Bytes before a stream in which it says how it is written."""

_WRITTEN = re.compile(rb"/(?:ASCII85Decode|A85|ASCIIHexDecode|AHx)\b")
_PACKED_TWICE = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW)\s*/(?:FlateDecode|Fl|LZWDecode|LZW)\b")


def refuse_bombs(data: bytes) -> None:
    """Unpack every stream piece by piece, keeping nothing.

    Raises:
        ReadError: One is packed twice, or unpacks to more than 256 MB.
    """
    if _PACKED_TWICE.search(data):
        raise ReadError("The document is packed in a way that is not read (twice).", "Print it anew as PDF.")
    for match in _STREAM.finditer(data):
        end = data.find(b"endstream", match.end())
        packed: bytes | memoryview = memoryview(data)[match.end() : end if end >= 0 else len(data)]
        if _WRITTEN.search(data, max(0, match.start() - _DICTIONARY), match.start()):
            packed = _from_letters(bytes(packed))
        if _unpacks_to_too_much(packed):
            raise ReadError(f"Unpacked, a part of the document would take more than {_MOST >> 20} MB.")


def _from_letters(written: bytes) -> bytes:
    """Decode what is written in printable letters."""
    from pdfminer.ascii85 import ascii85decode, asciihexdecode

    try:
        return ascii85decode(written) if b"~" in written[-20:] else asciihexdecode(written)
    except ValueError:
        return b""  # damaged, which its reader tells


def _unpacks_to_too_much(packed: bytes | memoryview) -> bool:
    unpacking = zlib.decompressobj()
    size = 0
    rest: bytes | memoryview = packed
    try:
        while piece := unpacking.decompress(rest, _PIECE):
            size += len(piece)
            if size > _MOST:
                return True
            rest = unpacking.unconsumed_tail
    except zlib.error:
        return False  # no such stream, or a damaged one, which its reader tells
    return False
