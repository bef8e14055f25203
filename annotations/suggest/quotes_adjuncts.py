"""What may stand between a verb and what is said: time, place, the person told."""

from __future__ import annotations

import re

__all__ = ["ASIDE", "PERSON", "end_of_adjuncts"]

_PHRASE = r"(?:D[DA]*[ve]?[nN#eiSTgyA]*[nNyz#gi]|[nN#eiTy]*(?:S[nN#eiSTyA]*)?[nN#]|T|o)(?:\([^()|]{1,8}\))?"
_ADJUNCTS = re.compile(
    rf"(?:A(?![XbS])|[To#]|DT|T[#,]*#|[IF]+{_PHRASE}(?:SQ)?(?:I{_PHRASE})*(?:,N+,(?=H))?|IQ(?=[ITAHD])|[IF]i|Ig{_PHRASE})*"
)
PERSON = re.compile(rf"o|{_PHRASE}(?:SQ|S[nN#eiST]*[nN])?(?:,?&{_PHRASE})?")
ASIDE = re.compile(r",[^,|Q:]{1,25},")


def end_of_adjuncts(tags: str, at: int, end: int) -> int:
    """Index after the words of time and place that begin at word `at`; `at` if there are none."""
    match = _ADJUNCTS.match(tags, at, end)
    return match.end() if match else at
