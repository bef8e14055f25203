"""Blocks to sentences.

A sentence never crosses a block or a blank line, and the sentences of a block cover each of its characters that is
not white space once. Headings and table cells are one sentence each, a block of code one for each line.

A paragraph that begins with the mark of an item ends a sentence before each mark that counts on ("1) Bread 2) Peace").
For the rest, what decides, first to last:

1.  A stop after an ordinary word (four letters or more, in no table), one space and a capital: the sentence ends.
    So it is with most stops of a news text.
2.  Any other mark (. ? ! … and their like in other scripts) is looked at with what surrounds it. Closing quotes,
    brackets and footnote marks that touch it belong to the sentence that ends, and so do spaced ones (`. »`, and a
    straight mark that closes what is open). Without space behind them nothing ends (decimals, addresses), except in
    scripts that have no spaces, and where a function word with a capital follows ("spartan.The room").
3.  Before a lower-case letter, a comma and the like nothing ends: `“Is it so?” she asked.` Nor after ?” before a
    clause that says who spoke (`“Is it so?” Mr. Smith asked.`), nor inside a name such as "Yahoo!".
4.  A stop after a word of the tables: one that never ends a sentence ("Mr."), one that is an abbreviation only
    before a number ("no. 5"), one that ends one unless something certain follows ("p.m. Eastern"). Numbers and
    letters that open a sentence are the marks of a list ("1. First"), and in German a number may be an ordinal.
    After the name of a company, of a town with its state, or of a country in initials, a sentence begins with what
    could be its subject ("Tarn Corp. Pell denied it."), not with an office ("Tarn Corp. Chairman Hale"), and not
    before anything has a verb ("The Tarn Corp. Retirement Plan").
5.  What is left, an abbreviation, acronym, initial, number or ellipsis before a capital, is judged by Punkt, as
    NLTK has it (Kiss and Strunk 2006), with the parameters of `annotations/sentence_data`: it goes by the
    word that follows. "in the U.S. The" ends, "the U.S. Senate" does not.
6.  In some languages also: a function word with a capital after a semicolon, or after a word without any stop,
    where a heading was run together with the text below it.

The tables are of this project's own making, one file for each language, and `language` says what they mean.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

from annotations.columns import Sentences
from annotations.sentences.detecting import language_of, tables_for
from annotations.sentences.language import KNOWN_LANGUAGES, load_language
from annotations.sentences.scanning import Segmenter
from annotations.text import Block

__all__ = [
    "KNOWN_LANGUAGES",
    "Segmenter",
    "language_of",
    "load_language",
    "segmenter",
    "sentences_of",
    "spans_of",
    "tables_for",
]


def segmenter(language: str | None) -> Segmenter:
    """Return a new segmenter for a BCP 47 code; English without one, general tables for one that has none."""
    return Segmenter(load_language(tables_for(language)))


class _AtHand(threading.local):
    """The segmenters that a thread has made: making one takes as long as the sentences of a short article."""

    def __init__(self) -> None:
        self._made: dict[str, Segmenter] = {}

    def of(self, tables: str) -> Segmenter:
        """Return the segmenter with the tables of that name."""
        if tables not in self._made:
            self._made[tables] = Segmenter(load_language(tables))
        return self._made[tables]


_at_hand = _AtHand()


def spans_of(text: str, blocks: Iterable[Block], language: str | None) -> Iterator[tuple[int, int]]:
    """Yield the sentences of `blocks` as (start, end), in code points of `text`, block by block.

    Without a language it is that of the text, English if that is in doubt (see `tables_for`).
    """
    return _at_hand.of(tables_for(language, text)).sentences(text, blocks)


def sentences_of(text: str, blocks: Iterable[Block], language: str | None) -> Sentences:
    """Return the sentences of all `blocks`, as `spans_of` yields them."""
    sentences = Sentences()
    sentences.extend(spans_of(text, blocks, language))
    return sentences
