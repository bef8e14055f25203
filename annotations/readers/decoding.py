"""Bytes to canonical text: the first thing that happens to every file, whatever its reader.

Canonical text has no byte order mark, no CR, no NUL and no lone surrogate. It is not normalised otherwise:
what offsets count is what the file says.
"""

from __future__ import annotations

import codecs
import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import ReadError
from annotations.lazy import lazy
from annotations.long_text import LONG, LongText
from annotations.text import Text

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

__all__ = ["MAX_BYTES", "Decoded", "canonical", "decode", "read_file"]

MAX_BYTES = 256 * 1024 * 1024
"""Files over this size are refused: an article is never that long, and a mistake often is."""

_SAVE_AS_TEXT = "Save or export it as plain text or Markdown, and open that."

_BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"{\\rtf", "a Rich Text document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "a RIFF file (sound, image or film)"),
    (b"OggS", "an Ogg file"),
    (b"ID3\x02", "an MP3 file"),
    (b"ID3\x03", "an MP3 file"),
    (b"ID3\x04", "an MP3 file"),
    (b"fLaC", "a FLAC file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
)

_BUSY_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1b")
_SURROGATE = lazy("[\ud800-\udfff]")
_SAMPLE = 64 * 1024

# What is met on the web and in archives (the WHATWG list without its rarest), so that a short text is not
# taken for something exotic.
_ENCODINGS = {
    "cp1252": "windows-1252",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp1257": "windows-1257",
    "cp1258": "windows-1258",
    "iso8859_2": "ISO 8859-2",
    "koi8_u": "KOI8-U",
    "cp866": "CP 866",
    "mac_roman": "Mac Roman",
    "cp932": "Shift JIS",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "ISO 2022-JP",
    "gb18030": "GB 18030",
    "big5hkscs": "Big5",
    "cp949": "EUC-KR",
    "tis_620": "TIS 620",
}
# As browsers have it (the WHATWG Encoding Standard): what such pages really are in.
_TAKEN_FOR = {
    "utf8": "utf-8",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "utf-7": "",
}
_SEVEN_BIT = frozenset(["iso-2022-jp", "iso2022_jp", "hz-gb-2312"])
_SYMBOL_IN_WORD = lazy("[^\\W\\d_][\u00a1-\u00bf][^\\W\\d_]")


class Decoded(NamedTuple):
    """Canonical text, and sentences for the person about how it was come by."""

    text: Text
    notes: tuple[str, ...] = ()


def read_file(path: str | os.PathLike[str]) -> bytes:
    """Return the bytes of a regular file.

    Raises:
        ReadError: It is missing, a directory, unreadable, a device or pipe, or over `MAX_BYTES`.
    """
    shown = os.fspath(path)
    try:
        # Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except (OSError, ValueError) as error:
        raise _cannot_open(shown, error) from error
    try:
        return _read(descriptor, shown)
    except OSError as error:
        raise ReadError(f"{shown} cannot be read: {error.strerror}.") from error
    finally:
        os.close(descriptor)


def _read(descriptor: int, shown: str) -> bytes:
    status = os.fstat(descriptor)
    if stat.S_ISDIR(status.st_mode):
        raise ReadError(f"{shown} is a directory.", "Name the files in it.")
    if not stat.S_ISREG(status.st_mode):
        raise ReadError(f"{shown} is not a regular file.", "Use - to read standard input.")
    if status.st_size <= MAX_BYTES:
        with open(descriptor, "rb", buffering=0, closefd=False) as file:
            data = file.read()
        if len(data) <= MAX_BYTES:
            return data
    raise ReadError(f"{shown} is larger than {MAX_BYTES // 1024 // 1024} MiB.", "Split it into articles first.")


def _cannot_open(shown: str, error: OSError | ValueError) -> ReadError:
    if isinstance(error, FileNotFoundError):
        directory = Path(shown).parent
        missing = not directory.is_dir()
        return ReadError(
            f"{shown} does not exist.",
            f"There is no directory {directory}." if missing else "Check the spelling of its name.",
        )
    if isinstance(error, PermissionError):
        return ReadError(f"{shown} may not be read.", "Ask its owner for permission to read it.")
    if isinstance(error, OSError) and error.errno in {errno.ENXIO, errno.ENODEV, errno.EOPNOTSUPP}:
        return ReadError(f"{shown} is not a regular file.", "Use - to read standard input.")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return ReadError(f"{shown} cannot be opened: {reason}.")


def decode(data: bytes, charset: str | None = None, *, compact: bool = False) -> Decoded:
    """Make canonical text of the bytes of a file; a long one, if `compact`, as what takes little memory.

    A byte order mark decides; else strict UTF-8; else `charset`, the encoding that the bytes are said to be in; else
    the encoding is guessed, and a note says so.

    Raises:
        ReadError: The bytes are empty, nothing but white space, or no text at all.
    """
    if not data:
        raise ReadError("The file is empty.", "There is nothing to read in it.")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ReadError(f"This is {what}, not text.", _SAVE_AS_TEXT)
    text, note = _decode_as(data, charset) or _decode(data, compact=compact)
    if not text[:_SAMPLE].strip() and not str(text).strip():
        raise ReadError("The file holds nothing but white space.", "There is nothing to read in it.")
    return Decoded(text, (note,) if note else ())


def canonical(text: str) -> str:
    """Return `text` with LF for CRLF and CR, and U+FFFD for each NUL and lone surrogate.

    A high and a low surrogate side by side become the character that they stand for. A text that is
    canonical already is returned as it is, without a copy.
    """
    if not text.isascii() and _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd") if "\0" in text else text


def _decode_as(data: bytes, charset: str | None) -> tuple[str, str] | None:
    """Decode by the encoding that is named; None if there is none such, or the bytes say that it is another."""
    name = (charset or "").strip().strip("\"'").lower()
    name = _TAKEN_FOR.get(name, name)
    if not name or any(data.startswith(bom) for bom, _ in _BOMS):
        return None
    if name not in _SEVEN_BIT and _is_utf_8(data):
        return None
    try:
        text = data.decode(name, "replace")
    except (LookupError, UnicodeError, ValueError):
        return None
    wrong = text.count("\ufffd")
    # Damaged UTF-8 still has more characters of several bytes than single ones; what else is named must fit better.
    if wrong > (sum(not c.isascii() for c in text) - wrong if name == "utf-8" else len(text) // 50):
        return None
    return canonical(text), _damaged((charset or "").upper()) if wrong else ""


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode(data: bytes, *, compact: bool) -> tuple[Text, str]:
    """Return canonical text, and a note or an empty string."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            body = memoryview(data)[len(bom) :]
            try:
                return canonical(str(body, encoding)), ""
            except UnicodeDecodeError:
                return canonical(_decode_damaged(body, encoding)), _damaged(encoding.upper())
    if not _is_mostly_controls(data):
        try:
            # Bytes are searched and replaced much faster than characters, and take less room.
            whole = _with_lf(data) if b"\r" in data else data
            whole = whole.replace(b"\0", b"\xef\xbf\xbd") if b"\0" in whole else whole
            return LongText(whole) if compact and len(whole) >= LONG else whole.decode("utf-8"), ""
        except UnicodeDecodeError:
            if b"\0" not in data:
                return _decode_other(data)
    wide = _utf_16_without_mark(data)
    if wide is None:
        raise ReadError("This is binary data, not text.", _SAVE_AS_TEXT)
    return wide


def _with_lf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _decode_damaged(body: memoryview, encoding: str) -> str:
    try:
        return str(body, encoding, "surrogatepass")
    except UnicodeDecodeError:
        return str(body, encoding, "replace")


def _decode_other(data: bytes) -> tuple[str, str]:
    """Decode what is not strict UTF-8 and has no NUL: damaged UTF-8, or another encoding."""
    text = _decode_damaged(memoryview(data), "utf-8")
    ascii_count = len(data.translate(None, bytes(range(128, 256))))
    wrong = text.count("\ufffd") + len(_SURROGATE.findall(text))
    if len(text) - ascii_count - wrong >= 10 * wrong:
        return canonical(text), _damaged("UTF-8")
    del text
    return _guess(data)


def _damaged(encoding: str) -> str:
    return f"Some bytes of this file are not {encoding} and are shown as \ufffd."


def _is_mostly_controls(data: bytes) -> bool:
    """Tell whether over three in ten of the first bytes are control characters that no text uses."""
    sample = data[:_SAMPLE]
    return (len(sample) - len(sample.translate(None, _BUSY_CONTROLS))) * 10 > len(sample) * 3


def _utf_16_without_mark(data: bytes) -> tuple[str, str] | None:
    """Decode UTF-16 that lacks its mark: the NULs are all on one side of the pairs, and many."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or (even + odd) * 20 < len(sample) or min(even, odd) * 20 > max(even, odd):
        return None
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    if "\0" in text:
        return None
    return canonical(text), f"This file is not UTF-8; it was read as {encoding.upper()}, which is a guess."


def _guess(data: bytes) -> tuple[str, str]:
    """Decode by the encoding that charset-normalizer finds most plausible for lines that are not ASCII."""
    from charset_normalizer import from_bytes

    matches = from_bytes(_telling_sample(data), cp_isolation=list(_ENCODINGS))
    best = matches.best()
    if best is None:
        raise ReadError("The encoding of this file cannot be told.", "Save it as UTF-8, and open that.")

    def rank(match: CharsetMatch) -> tuple[int, float, bool]:
        # "odby³o" betrays a wrong guess; of equally good ones the Western is the likeliest.
        return len(_SYMBOL_IN_WORD.findall(str(match))), -match.coherence, match.encoding != "cp1252"

    equals = [match for match in matches if match.chaos <= best.chaos]
    best = min(equals or [best], key=rank)
    encoding = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
    text = canonical(data.decode(encoding, "replace"))
    note = f"This file is not UTF-8; it was read as {_ENCODINGS.get(encoding, encoding)}, which is a guess."
    if "\ufffd" in text:
        note += f" {_damaged(_ENCODINGS.get(encoding, encoding))}"
    return text, note


def _telling_sample(data: bytes) -> bytes:
    """Return up to 64 KB of lines that are not ASCII, which alone tell one encoding from another."""
    if len(data) <= _SAMPLE:
        return data
    lines, size, start = [], 0, 0
    while start < len(data) and size < _SAMPLE:
        end = data.find(b"\n", start) + 1 or len(data)
        line = data[start : min(end, start + _SAMPLE)]
        if not line.isascii():
            lines.append(line)
            size += len(line)
        start = end
    return b"".join(lines)
