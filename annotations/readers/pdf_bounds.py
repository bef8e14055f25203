"""Whether a PDF can be unpacked within bounds: what a few bytes of it expand to is not known until it is done."""

from __future__ import annotations

import re
import zlib

from annotations.errors import ReadError

__all__ = ["refuse_bombs"]

_MOST = 256 * 1024 * 1024
"""Bytes that one stream may unpack to: a page of a newspaper scanned at 600 dpi has 200 million."""

_PIECE = 1 << 20
_STREAM = re.compile(rb"stream\r?\n(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")
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
        if _unpacks_to_too_much(memoryview(data)[match.end() : end if end >= 0 else len(data)]):
            raise ReadError(f"Unpacked, a part of the document would take more than {_MOST >> 20} MB.")


def _unpacks_to_too_much(packed: memoryview) -> bool:
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
