"""Speakers named inside the marks, as in French (« C’est absurde, dit-il. Personne ne sait. ») and Russian."""

from __future__ import annotations

import re

from annotations.model import Span
from annotations.offsets import trim
from annotations.suggest.lexicon import Lexicon
from annotations.suggest.quotes_drafts import Draft
from annotations.suggest.quotes_frames import WITH_PRONOUN
from annotations.suggest.tagging import Tagger

__all__ = ["incised"]

_INCISE = {
    "fr": re.compile(r"[,!?…]\s+([^,.!?«»“”\n]{4,60}(?:, (?=[a-zà-ÿ])[^,.!?«»“”\n]{4,60}(?=\.))?)(?=[.,»])"),
    "ru": re.compile(r"[,!?….]\s+[—–-]\s+([^—–«»\n]{4,80}?)[.,]?\s+[—–-]\s"),
}
_LONGEST = 2_000
_SPEAKER = re.compile(r"(?:P|D?[nN#]*(?:N|(?<=D)n)(?:,D?[nN]+)?|n{0,4}N+)(?=[AT|,I])")
_VERB = re.compile("X*o?v")


def incised(text: str, quote: Span, lexicon: Lexicon, tagger: Tagger, block: int) -> Draft | None:
    """The quote between two marks without the words in it that say who speaks; None if there are none."""
    pattern = _INCISE.get(lexicon.code)
    if pattern is None:
        return None
    for match in pattern.finditer(text, quote.start, min(quote.end, quote.start + _LONGEST)):
        tagged = tagger.tag(text, [match.span(1)])
        verb = _VERB.match(tagged.tags)
        if verb is None:
            continue
        cue = verb.end() - 1
        word = tagged.words[cue]
        auxiliary = tagged.words[0] if cue else word
        if WITH_PRONOUN.search(auxiliary):
            source = Span(tagged.end(0) - len(auxiliary.rpartition("-")[2]), tagged.end(0))
        else:
            speaker = _SPEAKER.match(tagged.tags, cue + 1)
            if speaker is None:
                continue
            source = tagged.span(cue + 1, speaker.end())
        first = trim(text, quote.start, match.start() + 1)
        rest = trim(text, match.end() + (text[match.end() : match.end() + 1] in (".", ",")), quote.end)
        fragments = [Span(*first)]
        if rest[1] - rest[0] > 2:
            fragments.append(Span(*rest))
        return Draft(
            fragments,
            source,
            tagged.span(cue, cue + 1),
            "direct",
            0.9,
            f"“{word}” with a speaker, between the marks",
            block,
        )
    return None
