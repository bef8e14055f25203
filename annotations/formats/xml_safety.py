"""XML from outside, before any library of a format looks at it."""

from __future__ import annotations

import re
from io import BytesIO

from annotations.errors import FormatError
from annotations.schema import clip

__all__ = ["FORBIDDEN", "for_xml", "refuse_unsafe"]

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold, however they are written."""


def for_xml(text: str) -> str:
    """Put U+FFFD in the place of what XML cannot hold."""
    return FORBIDDEN.sub("\ufffd", text)


def refuse_unsafe(data: bytes, name: str) -> None:
    """Refuse XML with a document type, in which entities could be declared, and what is no XML.

    Raises:
        FormatError: It is refused; the message names it with the line.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        for _, element in iterparse(BytesIO(data), forbid_dtd=True):
            element.clear()
    except DefusedXmlException:
        raise FormatError(f"{name}: it declares a document type or entities, which is not read") from None
    except ParseError as error:
        line, column = error.position
        raise FormatError(
            f"{name}: no XML: {str(error).partition(':')[0]} in line {line}, column {column + 1}"
        ) from None
    except (LookupError, ValueError) as error:  # what it says of its encoding
        raise FormatError(f"{name}: no XML that can be read: {clip(str(error))}") from None
