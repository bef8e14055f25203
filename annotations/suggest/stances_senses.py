"""Who can be for or against something, what can be what they are for or against, and what "and" adds to it."""

from __future__ import annotations

from annotations.suggest.stances_lexicon import Cue, StanceLexicon
from annotations.suggest.stances_phrases import Phrase, Sentence

__all__ = ["OWN", "Senses"]

OWN = frozenset(["his", "her", "their", "its", "my", "our"])
_EMPTY = frozenset(["doing", "being", "having", "getting", "making", "going"])


class Senses:
    """Judges the phrases of one sentence."""

    def __init__(self, sentence: Sentence, lexicon: StanceLexicon) -> None:
        self._s = sentence
        self._lexicon = lexicon

    def can_hold(self, phrase: Phrase) -> bool:
        """Whether a phrase can be who is for or against: a name, a pronoun, people, what people speak as."""
        s = self._s
        tag, word = s.tags[phrase.head], s.low[phrase.head]
        if s.low[phrase.start] in {"no", "few", "neither", "nobody", "none"}:
            return False
        if tag == "N":
            return True
        if tag == "P":
            return word not in {"it", "you", "who", "nobody"}
        if word in {"his", "her", "their", "its", "my", "our"}:
            return word not in {"its", "my", "our"}
        return word in self._lexicon.holders or (word in self._lexicon.cues and word.endswith("s"))

    def is_target(self, phrase: Phrase) -> bool:
        """Whether somebody can be for or against a phrase."""
        s = self._s
        tag, word = s.tags[phrase.head], s.low[phrase.head]
        if tag == "o":
            return word in {"him", "them"} or (word == "her")
        return tag not in "P#T" and word not in self._lexicon.never

    def fits(self, cue: Cue, holder: Phrase | None, target: Phrase, at: int, end: int) -> bool:
        """Whether the verb has its sense of stance with this object."""
        s = self._s
        if not self.is_target(target):
            return False
        word, tag = s.low[target.head], s.tags[target.head]
        named = tag in "No" and s.low[target.start] not in {"the", "a", "an"}
        first = s.low[target.start]
        base = cue.base
        if word in self._lexicon.senses.get(base, ()) or first in _EMPTY or first == "ones":
            return False
        if holder is not None and holder.start <= target.start < holder.end:
            return False
        match base:
            case "attack":
                return not self._lexicon.violence & set(s.low)
            case "welcome":
                return bool(cue.after) or not named
            case "back":
                return s.tags[end] not in "IAF"
            case "love" | "hate" | "dislike":
                return holder is not None and first not in OWN
            case "stand":
                return tag in "No" or word in self._lexicon.holders
            case "demand" | "propose":
                return not named
            case "protest":
                return bool(cue.after) or s.tags[at] not in "nN"
            case "call":
                return s.tags[target.end : target.end + 1] != "F"
            case _:
                return True

    def whole(self, target: Phrase) -> Phrase:
        """The phrase with its noun, where "and" or a comma joins adjectives: "gay and lesbian rights"."""
        s = self._s
        bare = target.end - target.start == 1 and s.tags[target.head] == "n" and not s.low[target.head].endswith("s")
        if bare and s.tags[target.end : target.end + 1] in ("&", ","):
            other = s.phrase_at(target.end + 1)
            if other is not None and other.head - other.start >= 1 and s.tags[other.start] == "n":
                return Phrase(target.start, other.end, other.head)
        return target

    def joined(self, target: Phrase) -> list[Phrase]:
        """The further targets of "criticised Smith and the union"."""
        s = self._s
        found: list[Phrase] = []
        end = target.end
        while len(found) < 3 and end < len(s.tags):
            at = end
            if s.tags[at] == "," and at + 1 < len(s.tags):
                at += 1
                if s.tags[at] == "&":
                    at += 1
                elif not found and "&" not in s.tags[at : at + 8]:
                    break
            elif s.tags[at] == "&":
                at += 1
            else:
                break
            other = s.phrase_at(at)
            if other is None or s.tags[other.head] in "P#":
                break
            after = s.tags[other.end : other.end + 1]
            if after and after in "vzXxMbF":
                break
            if s.tags[target.head] == "N" and s.tags[other.head] != "N":
                break
            if s.tags[at] not in "DN" and s.tags[target.start] in "DN":
                break
            found.append(other)
            end = other.end
        return found
