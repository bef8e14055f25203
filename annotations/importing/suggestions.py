"""Other people's suggestions into the library: JSON lines, the whole file or nothing.

A line is `{"article", "suggestions": [...]}`, or a line of an own export, whose annotations become suggestions.
Everything is verified before anything is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from annotations.errors import FormatError, NotFoundError, ReadError, UsageError
from annotations.formats import Losses
from annotations.formats.fields import Fields, parse_object
from annotations.formats.jsonl import MAX_LINE
from annotations.model import ArticleInfo, AttributeValue, Role, Span
from annotations.schema import clip
from annotations.suggest.base import Suggestion
from annotations.suggest.checking import fragments_in, score_of
from annotations.suggest.fitting import fitted
from annotations.suggest.stored import keep
from annotations.text import Text
from annotations.workspace import Workspace

__all__ = ["BrokenLinesError", "Taken", "import_suggestions"]

MOST_NAMED = 20
"""Broken lines that are named; of more, only how many there are is told."""

_LINE = ("article", "suggestions")
_SUGGESTION = ("label", "fragments", "text", "roles", "attributes", "score", "reasons")
_ANNOTATION = (
    "id", "label", "fragments", "roles", "attributes", "note", "unsure", "annotator", "origin", "created", "updated",
)  # fmt: skip
_FRAGMENT = ("start", "end", "text")
_ROLE = ("role", "name", "start", "end", "text")
_UNSAID: Mapping[str, object] = {"text": None, "roles": [], "attributes": {}, "score": 1, "reasons": []}
_UNSAID_OF_ROLE: Mapping[str, object] = {"name": None, "start": None, "end": None, "text": None}


@dataclass(frozen=True, slots=True)
class Taken:
    """How many suggestions came in, for how many articles; and a sentence for each kind of thing that was left out."""

    suggestions: int
    articles: int
    left: tuple[str, ...] = ()


class BrokenLinesError(FormatError):
    """Lines of a file are broken, and nothing was stored; `lines` has a sentence for each, with its hint."""

    def __init__(self, message: str, hint: str, lines: tuple[tuple[str, str], ...]) -> None:
        super().__init__(message, hint)
        self.lines = lines


class _Line(NamedTuple):
    info: ArticleInfo
    suggestions: list[Suggestion]


def import_suggestions(
    workspace: Workspace,
    stream: BinaryIO,
    where: str,
    maker: str,
    advance: Callable[[int], None] | None = None,
) -> Taken:
    """Store the suggestions in a file, in the place of what their maker suggested before for the same articles.

    Args:
        workspace: The library.
        stream: The file; it should not make anybody wait, for the database is locked meanwhile.
        where: What messages call it.
        maker: Which model they come from.
        advance: Called with the number of bytes that are done.

    Raises:
        BrokenLinesError: Lines are broken; nothing was stored.
        ReadError: The file cannot be read; nothing was stored.
        StoreError: The database refused; nothing was stored.
    """
    losses = Losses()
    seen: set[int] = set()
    broken: list[tuple[str, str]] = []
    wrong = count = 0
    with workspace.store.writing_much():
        for number, line in _lines(stream, where):
            if advance is not None:
                advance(len(line))
            try:
                info, suggestions = _Reader(workspace, number, losses).read(line)
            except (FormatError, NotFoundError, UsageError) as error:
                wrong += 1
                if len(broken) < MOST_NAMED:
                    broken.append((f"{where}, line {number}: {error.message}", error.hint))
                continue
            if not wrong:
                keep(workspace, info, maker, suggestions, replacing=info.key not in seen)
            seen.add(info.key)
            count += len(suggestions)
        if wrong:
            lines = "1 line is" if wrong == 1 else f"{wrong} lines are"
            more = f"The first {MOST_NAMED} are named." if wrong > MOST_NAMED else ""
            raise BrokenLinesError(f"{where}: {lines} broken, and nothing was stored", more, tuple(broken))
    return Taken(count, len(seen), tuple(losses.sentences()))


def _lines(stream: BinaryIO, where: str) -> Iterator[tuple[int, bytes]]:
    number = 0
    try:
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            if len(line) > MAX_LINE:
                raise FormatError(f"{where}, line {number}: longer than {MAX_LINE >> 20} MB", "Is it JSON Lines?")
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if line.strip():
                yield number, line
    except OSError as error:
        raise ReadError(f"{where} cannot be read after line {number}: {error.strerror}") from None


class _Reader:
    """Reads one line."""

    def __init__(self, workspace: Workspace, number: int, losses: Losses) -> None:
        self._workspace = workspace
        self._number = number
        self._losses = losses
        self._text: Text = ""

    def read(self, line: bytes) -> _Line:
        """Return the article of a line, and the suggestions that fit the scheme.

        Raises:
            FormatError: The line is broken.
            NotFoundError: It names no article of the library.
            UsageError: It may mean several.
        """
        data = parse_object(line)
        if "annotations" in data and "article" not in data:
            info, given = self._exported(data)
        else:
            info, given = self._suggested(Fields(data, _LINE))
        suggestions = []
        for suggestion in given:
            fitting = fitted(suggestion, self._workspace.schema, self._leave)
            if fitting is not None:
                suggestions.append(fitting)
        return _Line(info, suggestions)

    def _suggested(self, fields: Fields) -> tuple[ArticleInfo, list[Suggestion]]:
        reference = fields.raw("article")
        if isinstance(reference, bool) or not isinstance(reference, (str, int)):
            fields.fail("“article” must be a number, an id, or a path or address")
        info = self._workspace.find(str(reference))
        self._text = self._workspace.store.text(info.key)
        items = fields.items_with("suggestions", _SUGGESTION, _UNSAID)
        return info, [self._suggestion(item) for item in items]

    def _suggestion(self, fields: Fields) -> Suggestion:
        try:
            fragments = fragments_in(fields.raw("fragments"), len(self._text))
            score = score_of(fields.raw("score"))
        except FormatError as error:
            fields.fail(error.message)
        words = fields.raw("text")
        if words is not None:
            self._compare(fields, fragments, [words] if isinstance(words, str) else words)
        return Suggestion(
            label=fields.words("label"),
            fragments=fragments,
            roles=tuple(self._role(role) for role in fields.items_with("roles", _ROLE, _UNSAID_OF_ROLE)),
            attributes=_attributes(fields),
            score=score,
            reasons=_reasons(fields),
        )

    def _exported(self, data: Mapping[str, object]) -> tuple[ArticleInfo, list[Suggestion]]:
        """The annotations of an export; notes, relations and the like are not looked at."""
        wanted = {name: data.get(name) for name in ("id", "source", "sha256", "annotations")}
        fields = Fields(wanted, tuple(wanted))
        articles = self._workspace.store.articles
        sha256 = fields.text("sha256")
        of_source = [info for info in articles.by_source(fields.text("source")) if info.sha256 == sha256]
        info = articles.of_id(fields.text("id")) or next(iter(of_source), None)
        if info is None:
            raise NotFoundError(f"there is no article “{clip(fields.text('id'))}”", "Import the export itself first.")
        if info.sha256 != sha256:
            fields.fail(f"article {info.number} has another text here")
        self._text = self._workspace.store.text(info.key)
        given = [self._annotation(item) for item in fields.items("annotations", _ANNOTATION)]
        return info, [suggestion for suggestion in given if suggestion is not None]

    def _annotation(self, fields: Fields) -> Suggestion | None:
        parts = list(fields.items("fragments", _FRAGMENT))
        if not parts:
            self._leave("an annotation of the whole article")
            return None
        spans = [[part.integer("start"), part.integer("end")] for part in parts]
        try:
            fragments = fragments_in(spans, len(self._text))
        except FormatError as error:
            fields.fail(error.message)
        self._compare(fields, fragments, [part.text("text") for part in parts])
        annotator = fields.words("annotator")
        return Suggestion(
            label=fields.words("label"),
            fragments=fragments,
            roles=tuple(self._role(role) for role in fields.items_with("roles", _ROLE, _UNSAID_OF_ROLE)),
            attributes=_attributes(fields),
            reasons=(f"tagged by {annotator}",),
        )

    def _role(self, fields: Fields) -> Role:
        name = fields.text_or_none("name")
        if fields.is_none("start") and fields.is_none("end"):
            if name is None:
                fields.fail("neither a name nor a range of the text")
            return Role(fields.words("role"), name)
        try:
            (span,) = fragments_in([[fields.raw("start"), fields.raw("end")]], len(self._text))
        except FormatError as error:
            fields.fail(error.message)
        if not fields.is_none("text"):
            self._compare(fields, (span,), [fields.text("text")])
        return Role(fields.words("role"), name, span)

    def _compare(self, fields: Fields, fragments: tuple[Span, ...], words: object) -> None:
        if not isinstance(words, list) or len(words) != len(fragments):
            fields.fail("“text” must be a list with the words of each fragment")
        for span, said in zip(fragments, words, strict=True):
            there = span.of(self._text)
            if there != said:
                hint = "Offsets count code points, ends are exclusive; “stet show --text” prints what they count."
                fields.fail(f"the text at {span.start}-{span.end} is “{clip(there)}”, not “{clip(str(said))}”", hint)

    def _leave(self, what: str) -> None:
        self._losses.add(what, f"line {self._number}")


def _attributes(fields: Fields) -> dict[str, AttributeValue]:
    # Null and an empty list both say that nothing is set. The scheme judges what the values are.
    return {
        name: tuple(value) if isinstance(value, list) else value  # type: ignore[misc]  # judged by the scheme
        for name, value in fields.mapping("attributes").items()
        if value is not None and value != []
    }


def _reasons(fields: Fields) -> tuple[str, ...]:
    reasons = fields.raw("reasons")
    if not isinstance(reasons, list) or not all(isinstance(reason, str) for reason in reasons):
        fields.fail("“reasons” must be a list of texts")
    return tuple(reasons)
