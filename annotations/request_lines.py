"""Lines of JSON with texts that other programs ask about: `{"id", "text", "lang"?, …}`."""

from __future__ import annotations

import json
from typing import Any

from annotations.errors import FormatError

__all__ = ["read_request"]


def read_request(line: str | bytes, number: int) -> dict[str, Any]:
    """Read a line that is not blank; `id` is there, `text` is a text, `lang` is a text or not given.

    Raises:
        FormatError: It is no such object; names its number.
    """
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"line {number} is not JSON: {error}") from error
    if not isinstance(request, dict) or "id" not in request or not isinstance(request.get("text"), str):
        raise FormatError(f"line {number} is no object with “id” and “text”")
    if not isinstance(request.get("lang"), str | None):
        raise FormatError(f"line {number}: “lang” is no text")
    return request
