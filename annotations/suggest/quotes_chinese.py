"""Chinese quotes: who says what, with marks or without.

Chinese has no spaces, so that nothing is tagged. A block is looked at with its quotations masked, clause by clause: a
verb of saying, who stands before it, and the quotation or the clause beside it. A quotation that no verb leads in is
a title, a word that somebody doubts, or a paragraph of dialogue; only the last is a quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from annotations.model import BlockKind, Span
from annotations.quoting import Quoted, quotations
from annotations.suggest.base import Passage
from annotations.suggest.quotes_chinese_words import chinese_words
from annotations.suggest.quotes_drafts import Draft

__all__ = ["ChineseReading"]

_OPEN, _INSIDE, _CLOSE, _STOPPED = "\ue000", "\ue001", "\ue002", "\ue003"
"""What a quotation is masked with, the last for the end of one that ends a sentence; no news has these."""
_STOP = "。！？!?"
_CLAUSE = re.compile(f"[^{_STOP}{_STOPPED}\n]+")
_SIGN = re.compile(r"[：:，,]\s*")
_SIGNS = "，,：: 　—–…"
_REACH, _LEAST = 80, 5
_ENDS = "。！？…!?，,—"
_ENDED = "。！？…!?"
_NOT = ("不", "没", "没有", "未", "沒", "沒有", "的")
_DIALOGUE = 3
_SURE, _LIKELY, _DOUBTFUL = 0.95, 0.85, 0.7


class _Said(NamedTuple):
    """A verb of saying in a masked block, and who stands before it."""

    source: Span | None
    cue: Span


class ChineseReading:
    """Reads a passage.

    Attributes:
        drafts: What is found, in the order of finding.
        english: Whether scores were measured.
    """

    def __init__(self, passage: Passage) -> None:
        self.drafts: list[Draft] = []
        self._names: dict[Span, str] = {}
        self._passage = passage
        self._text = passage.text
        self._words = chinese_words()
        self._open: Draft | None = None  # the last quotation, if it has no closing mark
        self._turn, self._turns = -2, 0  # last block that was nothing but a quotation, and how many there were in a row
        self._named: tuple[int, str] | None = None  # block in which somebody spoke last, and who that was

    english = False

    def name_of(self, source: Span) -> str | None:
        """Whom a pronoun means; None where the words tell it."""
        return self._names.get(source)

    def name_left_out(self, cue: Span) -> str | None:  # noqa: ARG002 - who speaks is not left out
        """Nobody: who speaks is sought before the verb only."""
        return None

    def is_named(self, source: Span | None) -> bool:
        """Whether somebody is named as the source; no table has the names of Chinese."""
        return source is not None

    def read(self) -> None:
        """Find the quotes of all blocks."""
        for index, block in enumerate(self._passage.blocks):
            if block.kind is not BlockKind.CODE:
                self._block(index, block.start, block.end)

    def _block(self, index: int, start: int, end: int) -> None:
        groups = quotations(self._text, start, end)
        parts = sorted((part for group in groups for part in group if part.depth == 0), key=lambda part: part.outer)
        before, self._open = self._open, None
        if parts and parts[0].outer == Span(start, end):
            self._alone(parts[0], index, before)
            return
        masked = _masked(self._text, start, end, parts)
        taken: set[int] = set()
        found = self._beside(masked, start, parts, index, taken)
        found += self._clauses(masked, start, parts, index, taken)
        for draft in sorted(found, key=lambda draft: draft.fragments[0]):
            self._name(draft, index)
            self.drafts.append(draft)

    def _alone(self, part: Quoted, index: int, before: Draft | None) -> None:
        """A block that is nothing but a quotation: the next paragraph of one, or a turn of a dialogue."""
        inner = part.inner.of(self._text)
        self._turns = self._turns + 1 if index - self._turn == 1 else 1
        self._turn = index
        if before is not None and self._turns < _DIALOGUE and before.add(part.outer, index):
            draft = before
        elif inner[-1] in _ENDED or not part.closed:
            draft = Draft([part.outer], None, None, "direct", 0.6, "a paragraph in quotation marks", index)
            self.drafts.append(draft)
        else:
            return
        self._open = None if part.closed else draft

    def _beside(self, masked: str, start: int, parts: Sequence[Quoted], index: int, taken: set[int]) -> list[Draft]:
        """The quotations with a verb before or after them; `taken` gets the offsets of verbs and quotations in use."""
        found: dict[int, Draft] = {}  # number of a quotation -> its quote
        drafts: list[Draft] = []
        for number, part in enumerate(parts):
            opening, closing = part.outer.start - start, part.outer.end - start
            left = parts[number - 1].outer.end - start if number else 0
            right = parts[number + 1].outer.start - start if number + 1 < len(parts) else len(masked)
            before = masked[left:opening]
            after = masked[closing:right]
            said = self._said_before(before, start + left)
            goes_on = False
            if said is None and part.inner.of(self._text)[-1] in _ENDS:
                said = self._said_after(after, start + closing, colon=right < len(masked))
                goes_on = said is not None
            draft = None
            if said is not None and said.cue.start not in taken:
                taken.add(said.cue.start)
                where = "after them" if goes_on else "before them"
                reason = f"“{said.cue.of(self._text)}” with a speaker, {where}"
                kind, fragment = self._whole(masked, start, part, is_before=not goes_on)
                score = _SURE if said.source is not None else _DOUBTFUL
                draft = Draft([fragment], said.source, said.cue, kind, score, reason, index)
                drafts.append(draft)
            elif number - 1 in found and self._continues(before, found[number - 1], said):
                draft = found[number - 1]
                if draft.fragments[-1].end == part.outer.start:
                    draft.fragments[-1] = Span(draft.fragments[-1].start, part.outer.end)
                else:
                    draft.fragments.append(part.outer)
            if draft is not None:
                found[number] = draft
                taken.add(part.outer.start)
                self._open = None if part.closed else draft
        return drafts

    def _continues(self, between: str, draft: Draft, said: _Said | None) -> bool:
        """Whether a quotation goes on with the one before, as in “…，”他说，“…。” and “…。”他说。“…。”."""
        if said is not None:
            return said.cue == draft.cue
        return draft.cue is not None and (
            draft.fragments[-1].end <= draft.cue.start or not between.strip(_SIGNS + _STOP)
        )

    def _whole(self, masked: str, start: int, part: Quoted, *, is_before: bool) -> tuple[str, Span]:
        """Kind and words: a quotation that a clause goes on behind is part of what is said (称“这一做法”不可取)."""
        at = part.outer.end - start
        if not is_before or masked[at : at + 1] in ("", *_SIGNS, *_STOP, _OPEN, "\n", "）", ")"):
            return "direct", part.outer
        if part.inner.of(self._text)[-1] in _ENDED:
            return "direct", part.outer
        clause = _CLAUSE.match(masked, at)
        end = start + (clause.end() if clause else at)
        return "mixed", Span(part.outer.start, end)

    def _said_before(self, before: str, offset: int) -> _Said | None:
        """Who says what follows: …王丽表示：“…”, where `before` ends at the mark."""
        led = before.rstrip(_SIGNS)
        clause = re.search(f"[^{_STOP}\n]*\\Z", led)
        if clause is None or (len(before) - len(led) and "…" in before[len(led) :]):
            return None
        return self._said(clause[0], offset + clause.start())

    def _said_after(self, after: str, offset: int, *, colon: bool) -> _Said | None:
        """Who said what stands before: “…，”王丽说。 A colon leads in what comes next."""
        clause = _CLAUSE.match(after)
        if clause is None or (colon and clause.end() == len(after) and clause[0][-1:] in "：:"):
            return None
        skipped = len(clause[0]) - len(clause[0].lstrip(_SIGNS))
        words = clause[0].strip(_SIGNS)
        first = re.split("[，,]", words)[0]
        return self._said(first, offset + skipped)

    def _said(self, clause: str, offset: int) -> _Said | None:
        """The verb with which a clause ends, and who stands before it."""
        cue = next((match for match in self._words.cue.finditer(clause) if match.end() == len(clause)), None)
        return None if cue is None else self._said_by(cue, offset)

    def _said_by(self, cue: re.Match[str], offset: int) -> _Said | None:
        clause, at = cue.string, cue.start()
        if not cue["verb"] or clause.endswith(_NOT, 0, at):
            return None
        first = max(0, at - _REACH)
        source = self._source(clause[first:at], offset + first)
        return _Said(source, Span(offset + cue.start("verb"), offset + cue.end("verb")))

    def _source(self, words: str, offset: int) -> Span | None:
        """Who says it: the last run between commas that has more than words of time, place and manner."""
        end = len(words)
        while end > 0:
            begin = max(words.rfind("，", 0, end), words.rfind(",", 0, end)) + 1
            match = self._words.source.fullmatch(words, begin, end) if end - begin < _REACH else None
            if match is not None and match["who"] and _INSIDE not in match["who"]:
                first = self._words.pronoun.match(match["who"])  # 她站起来
                first_end = match.start("who") + first.end() if first else match.end("who")
                return Span(offset + match.start("who"), offset + first_end)
            end = begin - 1
        return None

    def _clauses(self, masked: str, start: int, parts: Sequence[Quoted], index: int, taken: set[int]) -> list[Draft]:
        """What is said without marks, as in 她强调，工程没有超支 and 据《日报》报道，价格上涨."""
        found: list[Draft] = []
        for clause in _CLAUSE.finditer(masked):
            draft = self._according(clause, start, index) or self._indirect(clause, start, index, taken)
            if draft is None:
                continue
            inside = [part for part in parts if draft.fragments[0].start <= part.outer.start < draft.fragments[0].end]
            if any(part.outer.start in taken for part in inside):
                continue
            draft.kind = "mixed" if inside else "indirect"
            found.append(draft)
        return found

    def _according(self, clause: re.Match[str], start: int, index: int) -> Draft | None:
        match = self._words.according.match(clause[0].lstrip(_SIGNS + "　"))
        if match is None or match["who"] in self._words.nobody or len(match["rest"]) < _LEAST:
            return None
        base = start + clause.end() - len(match.string)
        source, cue = (Span(base + match.start(name), base + match.end(name)) for name in ("who", "cue"))
        content = Span(base + match.start("rest"), base + match.end("rest"))
        reason = f"“{match['cue']}” with a source"
        return Draft([content], source, cue, "indirect", _LIKELY, reason, index)

    def _indirect(self, clause: re.Match[str], start: int, index: int, taken: set[int]) -> Draft | None:
        text = clause[0]
        for cue in self._words.cue.finditer(text):
            if not cue["verb"]:
                continue
            at = start + clause.start() + cue.start("verb")
            sign = _SIGN.match(text, cue.end())
            if at in taken or (sign is None and cue["verb"] not in self._words.bare):
                continue
            said = self._said_by(cue, start + clause.start())
            begin = start + clause.start() + (sign.end() if sign else cue.end())
            if said is None or said.source is None or start + clause.end() - begin < _LEAST:
                continue
            content = Span(begin, start + clause.end())
            score = _LIKELY if sign else 0.75
            reason = f"“{cue['verb']}” with a speaker, with words after it"
            return Draft([content], said.source, said.cue, "indirect", score, reason, index)
        return None

    def _name(self, draft: Draft, index: int) -> None:
        if draft.source is None:
            return
        words = draft.source.of(self._text)
        if not self._words.pronoun.fullmatch(words):
            self._named = index, words
        elif self._named is not None and index - self._named[0] <= 1:
            self._names[draft.source] = self._named[1]
            self._named = index, self._named[1]


def _masked(text: str, start: int, end: int, parts: Sequence[Quoted]) -> str:
    """A block with its quotations masked, character for character."""
    pieces, at = [], start
    for part in parts:
        inside = part.outer.end - part.outer.start - (2 if part.closed else 1)
        closing = _STOPPED if part.inner.of(text)[-1] in _ENDED else _CLOSE
        pieces += [text[at : part.outer.start], _OPEN, _INSIDE * inside, closing if part.closed else ""]
        at = part.outer.end
    return "".join([*pieces, text[at:end]])
