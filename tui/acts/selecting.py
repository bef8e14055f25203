"""Selecting words: one word that moves, then both its ends; quoted words; growing and shrinking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.quoting import following_quotation, next_quotation
from annotations.text import Span
from tui.actions import Action, Group, Where
from tui.reading.reading import Reading
from tui.reading.selection import Selecting, Selection, whole

if TYPE_CHECKING:
    from tui.desk import Desk

Move = Callable[[Selecting, Selection, int], Selection]


def _start(desk: Desk, count: int | None) -> None:
    reading = desk.reading
    if reading.selection is not None:
        fixed = not reading.selection.fixed
        reading.selection = replace(reading.selection, fixed=fixed)
        desk.say("the start is fixed: the same keys extend the selection" if fixed else "the word moves again")
        desk.selected()
        return
    if reading.current is None:
        return
    word = reading.selecting.first_word(reading.sentence)
    if word is None:
        desk.say("there are no words in this sentence")
        return
    reading.selection = Selection(word, word)
    desk.selected()


def _move(move: Move, sign: int = 1) -> Callable[[Desk, int | None], None]:
    def run(desk: Desk, count: int | None) -> None:
        reading = desk.reading
        if reading.selection is not None:
            reading.selection = move(reading.selecting, reading.selection, sign * (count or 1))
            desk.selected()

    return run


def _extend(move: Move, sign: int) -> Callable[[Desk, int | None], None]:
    """Shift and an arrow: fixes the start, then moves; begins a selection if there is none."""

    def run(desk: Desk, count: int | None) -> None:
        reading = desk.reading
        if reading.selection is None:
            _start(desk, None)
        if reading.selection is not None:
            fixed = replace(reading.selection, fixed=True)
            reading.selection = move(reading.selecting, fixed, sign * (count or 1))
            desk.selected()

    return run


def _turn(desk: Desk, count: int | None) -> None:
    reading = desk.reading
    if reading.selection is not None:
        reading.selection = reading.selection.turned()
        desk.selected()


def _quoted(desk: Desk, count: int | None) -> None:
    """Select the quoted words at or after the cursor, all parts of a quotation that is interrupted."""
    reading = desk.reading
    here = reading.here()
    active = reading.active_annotation
    words: Sequence[Span] = ()
    if reading.selection is not None:
        words = reading.selection.spans
    elif active is not None and any(fragment.overlaps(here) for fragment in active.fragments):
        words = active.fragments  # just tagged: g v takes them up again
    if _are_quoted(reading, words):
        found = following_quotation(reading.text, reading.blocks, words[0])
    else:
        start = here.start if reading.selection is None else here.end
        found = next_quotation(reading.text, reading.blocks, start)
    for _ in range((count or 1) - 1):
        if found:
            found = following_quotation(reading.text, reading.blocks, found[0].words)
    if not found:
        desk.say("there are no quoted words after this")
        return
    first, *others = (part.words for part in found)
    if reading.current is None or not reading.current.overlaps(first):
        reading.go_to(first.start, jump=True)
    reading.selection = whole(first, others=tuple(others))
    if others:
        desk.say(f"both parts of an interrupted quotation: {len(found)} parts; ( keeps only the first")
    desk.selected()


def _are_quoted(reading: Reading, words: Sequence[Span]) -> bool:
    """Tell whether these are just the words of a quotation, all parts of it."""
    return bool(words) and [
        part.words for part in next_quotation(reading.text, reading.blocks, words[0].start)
    ] == list(words)


def _grow(desk: Desk, count: int | None) -> None:
    reading = desk.reading
    if reading.selection is None:
        if reading.current is None:
            return
        reading.selection = whole(reading.current)
    else:
        for _ in range(count or 1):
            reading.selection = reading.selecting.grow(reading.selection)
    desk.selected()


def _shrink(desk: Desk, count: int | None) -> None:
    reading = desk.reading
    if reading.selection is None:
        desk.say("nothing is selected")
        return
    if reading.selection.others:
        reading.selection = whole(reading.selection.span)
        desk.selected()
        return
    reading.selection = reading.selecting.shrink(reading.selection)
    desk.selected()


def _drop(desk: Desk, count: int | None) -> None:
    desk.reading.selection = desk.reading.taken_up = None
    desk.moved()


def dragged(desk: Desk, start: int, end: int) -> None:
    """Select what the mouse was drawn over."""
    reading = desk.reading
    if not reading.sentences:
        return
    span: Span | None = reading.selecting.snapped(min(start, end), max(start, end))
    if span is None:
        return
    if reading.current is None or not reading.current.overlaps(span):
        reading.go_to(span.start)
    reading.selection = whole(span)
    desk.selected()


def actions() -> tuple[Action, ...]:
    """The actions of this subject."""
    word, end, char, sentence = Selecting.word, Selecting.word_end, Selecting.character, Selecting.sentence
    paragraph = Selecting.paragraph

    def selecting(id_: str, title: str, keys: tuple[str, ...], run: Callable[[Desk, int | None], None]) -> Action:
        return Action(id_, title, keys, Group.SELECT, run, where=Where.SELECTING)

    return (
        Action("select.start", "Select a word; again: fix its start", ("v",), Group.SELECT, _start),
        Action("select.quoted", "Select the quoted words at or after this; again: the next ones", ("i", '"'),
               Group.SELECT, _quoted),
        Action("select.grow", "Grow the selection: marks, clause, sentence, paragraph", (")",), Group.SELECT, _grow),
        Action("select.shrink", "Shrink the selection", ("(",), Group.SELECT, _shrink),
        Action("select.extend_right", "Extend the selection by a word", ("shift+right",), Group.SELECT,
               _extend(word, 1)),
        Action("select.extend_left", "Extend the selection back by a word", ("shift+left",), Group.SELECT,
               _extend(word, -1)),
        Action("select.extend_down", "Extend the selection by a sentence", ("shift+down",), Group.SELECT,
               _extend(sentence, 1)),
        Action("select.extend_up", "Extend the selection back by a sentence", ("shift+up",), Group.SELECT,
               _extend(sentence, -1)),
        selecting("select.word_next", "Move to the next word", ("w",), _move(word)),
        selecting("select.word_previous", "Move to the previous word", ("b",), _move(word, -1)),
        selecting("select.word_end", "Move to the end of the word", ("e",), _move(end)),
        selecting("select.right", "Move right: a word, or a character once the start is fixed", ("l", "right"),
                  _move(char)),
        selecting("select.left", "Move left", ("h", "left"), _move(char, -1)),
        selecting("select.down", "Move to the next sentence", ("j", "down"), _move(sentence)),
        selecting("select.up", "Move to the previous sentence", ("k", "up"), _move(sentence, -1)),
        selecting("select.paragraph_down", "Move to the next paragraph", ("J", "}"), _move(paragraph)),
        selecting("select.paragraph_up", "Move to the previous paragraph", ("K", "{"), _move(paragraph, -1)),
        selecting("select.sentence_start", "Move to the start of the sentence", ("0",),
                  _move(lambda by, selection, _: by.sentence_edge(selection, 0))),
        selecting("select.sentence_end", "Move to the end of the sentence", ("$",),
                  _move(lambda by, selection, _: by.sentence_edge(selection, 1))),
        selecting("select.other_end", "Move the other end", ("o",), _turn),
        selecting("select.drop", "Drop the selection", ("escape",), _drop),
    )  # fmt: skip
