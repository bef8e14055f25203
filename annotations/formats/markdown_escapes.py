"""Any text as Markdown that says exactly it: for CommonMark, GitHub and Obsidian, on one line."""

from __future__ import annotations

import re

from annotations.printable import one_line

__all__ = ["as_markdown"]

# Emphasis, code, links, HTML, tables, entities; Obsidian's tags, highlights, comments, formulas and block names.
_SIGNS = re.compile(r"[\\`*_{}\[\]<>|~&=$^%#@!]")
# What only means something at the beginning of a line: lists, headings, rules, definitions.
_BEGINNING = re.compile(r"[-+:]|\d{1,9}(?=[.)])")
# What some programs make links of.
_ADDRESS = re.compile(r"(?i)(?<![^\W_])(www)(?=\.)|(?<=[a-z])(?=://)|(mailto|xmpp)(?=:)")


def as_markdown(text: str) -> str:
    """Escape a text, white space folded; what nobody sees becomes visible as it does on the screen."""
    line = one_line(" ".join(text.split()))
    line = _SIGNS.sub(r"\\\g<0>", line)
    line = _ADDRESS.sub(lambda match: f"{match[0]}\\", line)
    if (begins := _BEGINNING.match(line)) is not None:
        sign = begins[0]
        line = f"\\{line}" if not sign[0].isdigit() else f"{sign}\\{line[len(sign) :]}"
    return line
