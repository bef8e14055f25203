"""The subject of a verb in an English sentence.

It may stand elsewhere: "vowed to", "urged them to", "who", "and", past an apposition.

A verb is named by the index of its word. Nothing is guessed: where no rule says who it is, nobody is.
"""

from __future__ import annotations

from typing import NamedTuple

from annotations.suggest.stances_groups import LINKING, Group, Groups
from annotations.suggest.stances_phrases import Phrase
from annotations.suggest.stances_sentiment import load_sentiment

__all__ = ["DEPTH", "NOBODY", "Subject", "Subjects"]

DEPTH = 3


class Subject(NamedTuple):
    """Who does something.

    Attributes:
        phrase: None if it is not in the sentence.
        sign: -1 if they refuse to.
        known: Whether a rule found it.
        indirect: Whether they only want it, promise it or ask for it.
    """

    phrase: Phrase | None
    sign: int
    known: bool
    indirect: bool = False


NOBODY = Subject(None, 1, known=False)


class Subjects(Groups):
    """Finds the subjects of verbs in one sentence."""

    def subject(self, at: int, form: str, group: Group, depth: int) -> Subject:
        """Who does what the verb at `at` says."""
        s = self._s
        start = group.start
        if group.infinitive:
            return self._controller(start - 1, depth)
        if form == "g" and not group.helped:
            return self._participle(at, start, depth)
        if start == 0:
            return NOBODY
        before = start - 1
        tag = s.tags[before]
        # "Smith, on Thursday, rejected", "Smith on Thursday rejected"
        skipped = self.past_time(before)
        if skipped != before:
            before = skipped
            if before < 0:
                return NOBODY
            tag = s.tags[before]
        if tag == "W":
            return self.relative(before)
        if tag == "&" or (tag == "c" and s.low[before] in {"but", "yet"}) or (tag == "," and self.listed(before)):
            return self.previous(before, depth)
        if tag == ",":
            return self.past_comma(before)
        if tag == "-":
            opening = s.tags.rfind("-", max(0, before - 25), before)
            phrase = s.phrase_before(opening) if opening > 0 else None
            return Subject(phrase, 1, known=phrase is not None)
        phrase = s.phrase_before(before + 1)
        if phrase is None or not self.agrees(phrase, form, group):
            return NOBODY
        if phrase.start and not self.may_be_subject(phrase.start):
            return NOBODY
        return self.resolved(phrase)

    def resolved(self, phrase: Phrase) -> Subject:
        """A pronoun gives way to the name that the same sentence has for it."""
        s = self._s
        if s.tags[phrase.head] != "P":
            return Subject(phrase, 1, known=True)
        word = s.low[phrase.head]
        if word in {"i", "we", "it", "you"}:
            if word in {"i", "we"} and (speaker := self._speaker(phrase.head)):
                return Subject(speaker, 1, known=True)
            return Subject(phrase, 1, known=word not in {"it", "you"})
        return Subject(self._antecedent(phrase.head) or phrase, 1, known=True)

    def _antecedent(self, at: int) -> Phrase | None:
        """The one name before "he", "she" or "they" that is the subject of saying: "Smith said he opposes"."""
        s = self._s
        reporting = load_sentiment().reporting
        for index in range(at - 1, max(0, at - 8), -1):
            if s.tags[index] in ",;:":
                return None
            if s.low[index] in reporting and s.tags[index] in "vzbX":
                group = self.group(index)
                phrase = s.phrase_before(group.start)
                if phrase is not None and s.tags[phrase.head] in "nN":
                    return phrase
                return None
        return None

    def _speaker(self, at: int) -> Phrase | None:
        """Who says the words around "I" or "we" in quotation marks."""
        s = self._s
        closing = s.tags.find('"', at)
        if closing < 0 or ('"' not in s.tags[:at] and s.tags[0] != '"'):
            opening_only = s.tags.rfind('"', 0, at)
            if opening_only < 0:
                return None
        reporting = load_sentiment().reporting
        if closing > 0:
            for index in range(closing + 1, min(len(s.low), closing + 14)):
                if s.low[index] in reporting:
                    if index == closing + 1:
                        return s.phrase_at(index + 1, attach=False)
                    return s.phrase_before(index, closing + 1)
        opening = s.tags.rfind('"', 0, at)
        for index in range(opening - 1, max(-1, opening - 6), -1):
            if s.low[index] in reporting:
                return s.phrase_before(self.group(index).start)
        return None

    def relative(self, before: int) -> Subject:
        """Whom the "who", "which" or "that" at `before` stands for."""
        s = self._s
        if s.low[before] not in {"who", "which", "that"}:
            return NOBODY
        end = before - 1 if before and s.tags[before - 1] == "," else before
        near = s.phrase_before(end, near=True)
        phrase = near if s.low[before] == "that" else s.phrase_before(end)
        if phrase is not None and near is not None and near.start < phrase.start:
            phrase = near  # "from a former Secretary of State who"
        if phrase is not None and s.tags[phrase.head] in "#T":
            phrase = s.phrase_before(end)  # "a bill in 2001 that"
        if phrase is None or s.tags[phrase.head] == "P":
            return NOBODY
        return Subject(phrase, 1, known=True)

    def past_comma(self, comma: int) -> Subject:
        """Past what stands between two commas: "Smith, the head of the union, rejected"."""
        s = self._s
        opening = s.tags.rfind(",", max(0, comma - 25), comma)
        if opening <= 0:
            return NOBODY
        inside = s.tags[opening + 1 : comma]
        if not inside or (inside[0] not in "DnN#WvgI" and not s.low[opening + 1].isdigit()):
            return NOBODY
        phrase = s.phrase_before(opening)
        if phrase is None or s.tags[phrase.head] == "P":
            return NOBODY
        # "In Bodo, the head of the union, …"
        if phrase.start and (s.tags[phrase.start - 1] == "I" or not self.may_be_subject(phrase.start)):
            return NOBODY
        return Subject(phrase, 1, known=True)

    def previous(self, before: int, depth: int) -> Subject:
        """The subject of the verb before "and"."""
        s = self._s
        if depth <= 0:
            return NOBODY
        for index in range(before - 1, max(-1, before - 30), -1):
            tag = s.tags[index]
            if tag in ";:W" or (tag == '"' and index != before - 1) or s.low[index] == "unable":
                return NOBODY
            if tag in "vzX" or (tag == "b" and index and s.tags[index - 1] in "XxFAM"):
                if (
                    tag == "v"
                    and s.tags[index + 1 : index + 2] in ("n", "N")
                    and s.tags[index - 1 : index] in ("D", "S")
                ):
                    continue
                if tag == "v" and s.low[index + 1 : index + 2] == ["by"]:
                    continue
                group = self.group(index)
                form = "z" if tag == "z" else "d" if tag == "v" else "b"
                subject = self.subject(index, {"z": "s"}.get(form, form), group, depth - 1)
                if subject.known:
                    return subject._replace(sign=1)
                if tag == "b":
                    return NOBODY
        return NOBODY

    def _participle(self, at: int, start: int, depth: int) -> Subject:
        """The subject of ", calling it …": that of the clause before the comma, or after it at the start."""
        s = self._s
        if start == 0:
            comma = s.tags.find(",", at, at + 30)
            if comma < 0:
                return NOBODY
            phrase = s.phrase_at(comma + 1, attach=False)
            return Subject(phrase, 1, known=True) if phrase is not None else NOBODY
        if s.tags[start - 1] not in ",&-":
            return NOBODY
        return self.previous(start - 1, depth)._replace(indirect=False)

    def _controller(self, to: int, depth: int) -> Subject:
        """Who is to do what follows the "to" at `to`, and whether they are willing."""
        s, lexicon = self._s, self._lexicon
        if depth <= 0 or to <= 0:
            return NOBODY
        before = to - 1
        while before > 0 and s.tags[before] in "AT":
            before -= 1
        negated = False
        if s.tags[before] == "M" and before:
            negated = True
            before -= 1
        word = s.low[before]
        sign = -1 if negated else 1
        if word in lexicon.control and not (s.tags[before] == "N" and s.words[before][0].isupper()):
            base, willing, form = lexicon.control[word]
            group = self.group(before)
            if not group.passive and not group.uncertain:
                noun = s.tags[group.start - 1] in "DS" if group.start else False
                if not noun:
                    found = self.subject(before, form, group, depth - 1)
                    if found.known:
                        turn = -1 if group.negated else 1
                        if base == "threaten" and turn < 0:
                            return NOBODY
                        return Subject(found.phrase, found.sign * willing * sign * turn, known=True, indirect=True)
        if word in lexicon.willing:
            return self._willing(before, lexicon.willing[word] * sign)
        return self._asked(before, sign, depth)

    def _willing(self, at: int, sign: int) -> Subject:
        """Of "Russia's refusal to", "is determined to"."""
        s = self._s
        index = at - 1
        while index > 0 and s.tags[index] in "An":
            index -= 1
        if index >= 0 and s.tags[index] == "S":
            phrase = s.phrase_before(index)
            return Subject(phrase, sign, known=phrase is not None, indirect=True)
        if index >= 0 and s.low[index] in {"his", "her", "their", "its"}:
            phrase = self.owner(index)
            return Subject(phrase, sign, known=True, indirect=True)
        group = self.group(at)
        if group.helped and s.low[group.start : at] and any(word in LINKING for word in s.low[group.start : at]):
            phrase = s.phrase_before(group.start)
            if phrase is not None:
                found = self.resolved(phrase)
                return found._replace(sign=sign * (-1 if group.negated else 1), indirect=True)
        return NOBODY

    def _asked(self, before: int, sign: int, depth: int) -> Subject:
        """Of "urged lawmakers to", the one who urged."""
        s = self._s
        phrase = s.phrase_before(before + 1, near=True) if s.tags[before] != "o" else Phrase(before, before + 1, before)
        if phrase is None:
            return NOBODY
        for index in range(phrase.start - 1, max(-1, phrase.start - 4), -1):
            for base, after, form in self._lexicon.asking.get(s.low[index], ()):
                if s.words_from(index + 1, after) == phrase.start and s.tags[index] != "N":
                    group = self.group(index)
                    if group.negated or group.uncertain:
                        return NOBODY
                    if group.passive:
                        return NOBODY
                    if base in {"tell", "want", "order", "challenge"} and form == "b" and not group.helped:
                        return NOBODY
                    found = self.subject(index, form, group, depth - 1)
                    return Subject(found.phrase, sign * found.sign, known=found.known, indirect=True)
        return NOBODY

    def owner(self, index: int) -> Phrase:
        """Whose "his" is: the subject of the verb before it, if that is in the sentence."""
        s = self._s
        for where in range(index - 1, max(-1, index - 12), -1):
            if s.tags[where] in ';:."No' and s.tags[where - 1 : where] != "T":
                break
            if s.tags[where] in "vzX":
                group = self.group(where)
                found = self.subject(where, "x", group, 2)
                if found.known and found.phrase is not None and s.tags[found.phrase.head] in "nN":
                    return found.phrase
        return Phrase(index, index + 1, index)
