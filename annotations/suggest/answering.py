"""Suggestions over a pipe: JSON lines with texts in, JSON lines with suggestions out (`stet suggest --jsonl`).

The shape of the answers is a contract with other programs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from annotations.columns import Blocks
from annotations.errors import FormatError
from annotations.model import Span
from annotations.readers.plain import blocks_of
from annotations.sentences import sentences_of, tables_for
from annotations.suggest import Passage, Suggester, Suggestion, suggester
from annotations.suggest.base import TargetSuggester

__all__ = ["answer_lines", "passage_of"]


def passage_of(text: str, language: str | None = None) -> Passage:
    """Make a passage of plain text: blocks as the plain reader sees them, sentences of the language given or seen."""
    seen = text.replace("\r\n", " \n").replace("\r", "\n")
    blocks = Blocks(blocks_of(seen))
    tables = tables_for(language, text)
    return Passage(text, blocks, sentences_of(text, blocks, tables), tables)


def answer_lines(lines: Iterable[str | bytes], kind: str) -> Iterator[str]:
    """Answer each line `{"id", "text", "lang"?, "targets"?}` with a line `{"id", <kind>: [...]}`.

    Raises:
        FormatError: A line is not such an object; names its number.
        UsageError: Nothing suggests `kind`.
    """
    finder = suggester(kind)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            request = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FormatError(f"line {number} is not JSON: {error}") from error
        if not isinstance(request, dict) or "id" not in request or not isinstance(request.get("text"), str):
            raise FormatError(f"line {number} is no object with “id” and “text”")
        language = request.get("lang")
        if not (language is None or isinstance(language, str)):
            raise FormatError(f"line {number}: “lang” is no text")
        passage = passage_of(request["text"], language)
        found = _found(finder, passage, request.get("targets"), number)
        answer = {"id": request["id"], kind: [_PLAIN[kind](suggestion) for suggestion in found]}
        yield json.dumps(answer, ensure_ascii=False) + "\n"


def _found(finder: Suggester, passage: Passage, targets: object, number: int) -> Iterator[Suggestion]:
    if targets is None or not isinstance(finder, TargetSuggester):
        return finder.suggest(passage)
    return finder.towards(passage, _targets(targets, len(passage.text), number))


def _targets(given: object, length: int, number: int) -> Sequence[Span]:
    if not isinstance(given, list):
        raise FormatError(f"line {number}: “targets” is no list")
    targets = []
    for item in given:
        match item:
            case [int(start), int(end)] if 0 <= start < end <= length:
                targets.append(Span(start, end))
            case _:
                raise FormatError(f"line {number}: {json.dumps(item)} is no target [start, end] in the text")
    return targets


def _quote(suggestion: Suggestion) -> dict[str, object]:
    return {
        "fragments": [list(span) for span in suggestion.fragments],
        "source": _span(suggestion, "source"),
        "cue": _span(suggestion, "cue"),
        "kind": suggestion.attributes.get("kind"),
        "score": round(suggestion.score, 4),
    }


def _claim(suggestion: Suggestion) -> dict[str, object]:
    first = suggestion.fragments[0]
    return {"start": first.start, "end": first.end, "score": round(suggestion.score, 4)}


def _stance(suggestion: Suggestion) -> dict[str, object]:
    return {
        "start": suggestion.fragments[0].start,
        "end": suggestion.fragments[-1].end,
        "target": _span(suggestion, "target"),
        "holder": _span(suggestion, "holder"),
        "polarity": suggestion.attributes.get("polarity", "neutral"),
        "score": round(suggestion.score, 4),
    }


def _span(suggestion: Suggestion, role: str) -> list[int] | None:
    span = suggestion.span_of(role)
    return None if span is None else list(span)


_PLAIN = {"quotes": _quote, "claims": _claim, "stances": _stance}
