"""XML from outside, before any library of a format looks at it."""

from __future__ import annotations

from io import BytesIO

from annotations.errors import FormatError

__all__ = ["refuse_unsafe"]


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
