"""Quotes with "according to" and "to somebody" in one block, for languages other than English."""

from __future__ import annotations

import re

from annotations.suggest.lexicon import Tag
from annotations.suggest.mentions import Phrase
from annotations.suggest.quotes_frames import Frame, Part
from annotations.suggest.quotes_phrases import FOR_SOMEBODY, PlainPhrases

__all__ = ["SHORTEST", "WINDOW", "AccordingFrames"]

_NAME_BESIDE = re.compile(r",D?[nN]*N+(?:\([^()|]{1,8}\))?,")
_OFFICE_BESIDE = re.compile(",(?:D?n)[^,|vXQ]{0,8},")
_LONG_LEAD = 6
SHORTEST = 3
WINDOW = 160


class AccordingFrames(PlainPhrases):
    """The frames of one block that have no verb."""

    def _to_somebody(self, first: int, end: int) -> list[Frame]:
        """Para Marta Ríos, el plan «es un disparate». Für Ines Barth ist das „eine Schande“."""
        tags = self._tags
        if self._block.words[first].lower() not in FOR_SOMEBODY:
            return []
        source = self._after(first + 1, end)
        if source is None or "N" not in tags[source.start : source.end]:
            return []
        beside = _OFFICE_BESIDE.match(tags, source.end, end)  # Para Nerea Ruiz, portavoz de Ría, …
        part = self._trimmed((beside.end() if beside else source.end, end))
        inside = tags[part[0] : part[1]]
        if inside.endswith(":Q") and len(inside) < _LONG_LEAD:
            part = (part[1] - 1, part[1])  # Para ella es sencillo: «…»
        long = len(inside) > 1 or (inside == "Q" and self._block.words[part[0]].count(" ") >= SHORTEST)
        if not long or "Q" not in inside or inside[0] in ":|":
            return []
        reason = f"“{self._block.words[first]}” somebody, with quoted words"
        return [Frame((part,), source, (first, first + 1), 0.7, reason)]

    def _according(self, first: int, end: int) -> list[Frame]:
        found: list[Frame] = []
        words, tags = self._block.words, self._tags
        for at in range(first, end):
            word = words[at].lower()
            limits = (max(first, at - WINDOW), min(end, at + WINDOW))
            if word in self._lexicon.following and tags[at] == Tag.ACCORDING:
                source = self._before(at, first)
                if source is not None:
                    found += self._around((source.start, at + 1), (at, at + 1), source, limits)
                continue
            rests = self._lexicon.according.get(word)
            if rests is None:
                continue
            following = [following.lower() for following in words[at + 1 : at + 4]]
            for rest in rests:
                phrase = rest.split()
                begin = at + 1 + len(phrase)
                source = self._after(begin, end) if following[: len(phrase)] == phrase else None
                if source is not None:
                    found += self._around((at, source.end), (at, begin), source, limits)
                    break
        return found

    def _around(self, phrase: Part, cue: Part, source: Phrase, limits: Part) -> list[Frame]:
        """What is said before or after "laut Müller", which is at `phrase`."""
        tags = self._tags
        (left, right), (first, end) = phrase, limits
        beside = _NAME_BESIDE.match(tags, right, end)  # laut der Ministerin, Ana Ruiz, …
        parts: list[Part] = [(first, left)]
        if left <= first + 1:
            comma = tags.find(",", right, min(end, right + 12))
            start = comma + 1 if comma >= 0 and not self._german else right
            parts = [(beside.end() if beside else start, end)]
        elif not self._is_apart(phrase, source):
            return []
        elif right < end and tags[right] not in ".,":
            if not self._german:
                return []
            parts.append((right, end))  # Der Bericht soll laut Stadt im April erscheinen.
        elif right < end and tags[right] == "," and self._is_subject_alone(first, left):
            parts.append((beside.end() if beside else right + 1, end))  # El informe, según la ciudad, llegará en abril.
        parts = [part for part in map(self._trimmed, parts) if part[0] < part[1]]
        if not parts or (
            sum(stop - start for start, stop in parts) < SHORTEST and "Q" not in tags[parts[0][0] : parts[0][1]]
        ):
            return []
        return [Frame(tuple(parts), source, cue, 0.8, f"“{self._block.words[cue[0]]}” with a source")]

    def _is_apart(self, phrase: Part, source: Phrase) -> bool:
        """Whether "according to" amid a sentence tells who says so: "según los criterios" mostly says how."""
        if self._german or self._tags[phrase[0] - 1] in ",-Q":
            return True
        one_word = self._block.words[phrase[0]].lower() != "de"  # "no están de acuerdo con el plan"
        return one_word and "N" in self._tags[source.start : source.end]
