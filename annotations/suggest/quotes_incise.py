"""Speakers named inside the marks, as in French (« C’est absurde, dit-il. Personne ne sait. ») or between dashes."""

from __future__ import annotations

import re

from annotations.model import Block, Span
from annotations.offsets import trim
from annotations.suggest.lexicon import Lexicon
from annotations.suggest.quotes_drafts import Draft
from annotations.suggest.quotes_frames import WITH_PRONOUN
from annotations.suggest.tagging import Tagger

__all__ = ["dashed", "incised"]

_INCISE = {
    "fr": re.compile(
        r"""[,!?…]\s+([^,.!?«»“”\n]{4,60}
        (?:,[ ](?!(?:et|mais|ou|car|on|ils?|elles?|je|nous|c[’']est)[ ])(?=[a-zà-ÿ])[^,.!?«»“”\n]{4,60}(?=\.))?)
        (?=[.,»])""",
        re.VERBOSE,
    ),
    **dict.fromkeys(
        ("es", "it", "pt"),
        re.compile(r"[^\s—–]\s*[ \u00a0][—–]\s*([^—–«»“”\n]{4,80}?)[.,]?(?:\s*[—–][,.]?\s|(?=\s*[»”]))"),
    ),
    "ru": re.compile(r"[,!?….]\s+[—–-]\s+([^—–«»\n]{4,80}?)[.,]?\s+[—–-]\s"),
}
_LONGEST = 2_000
_DASHED = frozenset(["es", "fr", "it", "pt", "ru"])
_DASH = re.compile(r"[—–]\s*(?=[^\s—–])")
_NEXT_DASH = re.compile(r"\s*[—–]\s*")
_SPEAKER = re.compile(r"(?:P|D?[nN#]*(?:N|(?<=D)n(?:,N+)?)|n{0,4}N+)(?=[AT|,I.])")
_VERB = re.compile("o*X*o?v")


def incised(text: str, quote: Span, lexicon: Lexicon, tagger: Tagger, block: int) -> Draft | None:
    """The quote between two marks without the words in it that say who speaks; None if there are none."""
    pattern = _INCISE.get(lexicon.code)
    if pattern is None:
        return None
    for match in pattern.finditer(text, quote.start, min(quote.end, quote.start + _LONGEST)):
        speaking = _speaking(text, Span(*match.span(1)), tagger)
        if speaking is None or speaking[0] is None:
            continue
        source, cue = speaking
        first = trim(text, quote.start, match.start() + 1)
        if first[0] >= first[1]:
            continue
        rest = trim(text, match.end() + (text[match.end() : match.end() + 1] in (".", ",")), quote.end)
        fragments = [Span(*first)]
        if rest[1] - rest[0] > 2:
            fragments.append(Span(*rest))
        return Draft(
            fragments,
            source,
            cue,
            "direct",
            0.9,
            f"“{cue.of(text)}” with a speaker, between the marks",
            block,
        )
    return None


def _speaking(text: str, incise: Span, tagger: Tagger) -> tuple[Span | None, Span] | None:
    """Who speaks, if that is said, and the verb, in words such as "a déclaré le maire"; None if they are not such."""
    tagged = tagger.tag(text, [(incise.start, incise.end)])
    verb = _VERB.match(tagged.tags)
    if verb is None:
        return None
    cue = verb.end() - 1
    auxiliary = tagged.words[0]
    if WITH_PRONOUN.search(auxiliary):
        source: Span | None = Span(tagged.end(0) - len(auxiliary.rpartition("-")[2]), tagged.end(0))
    else:
        speaker = _SPEAKER.match(tagged.tags, cue + 1)
        source = tagged.span(cue + 1, speaker.end()) if speaker else None
    return source, tagged.span(cue, cue + 1)


def dashed(text: str, block: Block, lexicon: Lexicon, tagger: Tagger, index: int, *, beside: bool) -> Draft | None:
    """What somebody says in a block that begins with a dash: —Todos —respondió Tovar—. Como siempre.

    Args:
        text: The whole text.
        block: With the dash.
        lexicon: Tables of the language.
        tagger: For the language.
        index: Of the block.
        beside: Whether a block beside it begins with a dash too, so that it is part of a dialogue.
    """
    opening = _DASH.match(text, block.start, block.end)
    if opening is None or lexicon.code not in _DASHED:
        return None
    quote = Span(*trim(text, opening.end(), block.end))
    if lexicon.code == "fr" and (draft := incised(text, quote, lexicon, tagger, index)):
        return draft
    end = min(quote.end, quote.start + _LONGEST)
    before = _NEXT_DASH.search(text, quote.start, end)
    if before is not None and before.start() > quote.start:
        after = _NEXT_DASH.search(text, before.end(), end)
        start, stop = trim(text, before.end(), after.start() if after else quote.end)
        speaking = _speaking(text, Span(start, stop), tagger) if start < stop else None
        if speaking is not None:
            fragments = [Span(*trim(text, quote.start, before.start()))]
            if after is not None:
                at = after.end() + (text[after.end() : after.end() + 1] in (".", ",", ":"))
                first, last = trim(text, min(at, quote.end), quote.end)
                fragments += [Span(first, last)] if last - first > 1 else []
            reason = f"“{speaking[1].of(text)}” between dashes"
            return Draft(fragments, *speaking, "direct", 0.9, reason, index)
    return Draft([quote], None, None, "direct", 0.6, "a dash in a dialogue", index) if beside else None
