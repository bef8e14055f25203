"""Stances in nouns, adjectives and judgements.

"Smith's support for", "critical of", "a critic of", "called it a disgrace".
"""

from __future__ import annotations

from collections.abc import Mapping

from annotations.suggest.stances_drafts import Draft, turned
from annotations.suggest.stances_groups import DO_NOT, LINKING
from annotations.suggest.stances_lexicon import Cue, StanceLexicon
from annotations.suggest.stances_phrases import Phrase, Sentence
from annotations.suggest.stances_senses import OWN, Senses
from annotations.suggest.stances_sentiment import load_sentiment
from annotations.suggest.stances_subjects import DEPTH, Subject, Subjects

__all__ = ["Nouns"]


_NOT_SAID: tuple[Phrase | None, int, str] = (None, 1, "")
_HARDLY = frozenset(["no", "little", "lack", "any", "few"])


class Nouns:
    """Finds the stances of one sentence that are in no verb of their own."""

    def __init__(self, sentence: Sentence, lexicon: StanceLexicon, subjects: Subjects, senses: Senses) -> None:
        self._s = sentence
        self._lexicon = lexicon
        self._subjects = subjects
        self._senses = senses

    def noun(self, cue: Cue, at: int, end: int) -> list[Draft]:
        """Of "Smith's support for", "voiced opposition to", "criticism of the plan from the unions"."""
        s = self._s
        target = s.phrase_at(end)
        if target is None or not self._senses.is_target(target):
            return []
        if cue.after == ("for",) and s.tags[target.end : target.end + 1] == "F":
            return []  # "calls for Smith to resign"
        target = self._senses.whole(target)
        holder, sign, how = self._noun_holder(at)
        if holder is None:
            holder, target, how = self._noun_after(at, target)
            sign = 1
        if holder is None or not self._senses.can_hold(holder):
            return []
        polarity = cue.polarity * sign
        words = " ".join((s.low[at], *cue.after))
        found = [Draft(at, end, polarity, holder, target, cue.base, f"{how}“{words}”", 0.85)]
        found += [found[0]._replace(target=other, score=0.7) for other in self._senses.joined(target)]
        return found

    def _noun_holder(self, at: int) -> tuple[Phrase | None, int, str]:
        """Who has the stance that the noun at `at` names, whether they keep it (1) or not (-1), and how one sees it."""
        s = self._s
        index = self._before_noun(at)
        if index < 0:
            return _NOT_SAID
        if s.tags[index] == "S":
            return s.phrase_before(index), self._noun_sign(index), "whose: "
        if s.low[index] in OWN:
            return self._subjects.owner(index), self._noun_sign(index), "whose: "
        if s.tags[index] == "N" and index == at - 1:
            start = index
            while start > 0 and s.tags[start - 1] == "N":
                start -= 1
            if start == 0 or s.tags[start - 1] != "I":
                begin = start - 1 if start and s.tags[start - 1] == "D" else start
                return Phrase(begin, index + 1, index), 1, "whose: "
        if s.tags[index] == "D":
            if s.low[index] in _HARDLY:
                return _NOT_SAID
            index -= 1
        return self._voiced(index, at)

    def _before_noun(self, at: int) -> int:
        """Index of what stands before the adjectives of the noun; -1 if nothing does, or "no"."""
        s = self._s
        index = at - 1
        while index >= 0 and at - index < 7 and (s.tags[index] in "nA&vg" or s.low[index] == "own"):
            if s.low[index] in self._lexicon.voicing and s.tags[index] in "vgb":
                break
            if s.low[index] in _HARDLY:
                return -1
            index -= 1
        return index

    def _voiced(self, index: int, at: int) -> tuple[Phrase | None, int, str]:
        """Of "voiced opposition to": who voiced it."""
        s = self._s
        for where in range(index, max(-1, index - 2), -1):
            entry = self._lexicon.voicing.get(s.low[where])
            if entry is None or s.tags[where] == "N":
                continue
            base, sign, form = entry
            group = self._subjects.group(where)
            # Who has the backing of somebody is the target.
            backed = base in {"have", "share"} and s.low[at] in self._lexicon.lent
            if backed or group.negated or group.passive or group.uncertain:
                return _NOT_SAID
            subject = self._subjects.subject(where, form, group, DEPTH)
            if subject.known and subject.sign > 0:
                return subject.phrase, sign, f"“{s.low[where]}” "
            return _NOT_SAID
        return _NOT_SAID

    def _noun_sign(self, index: int) -> int:
        """-1 if the stance is given up: "withdrew its support for"."""
        s = self._s
        begin = index
        while begin > 0 and index - begin < 4 and s.tags[begin - 1] in "NnD":
            begin -= 1
        entry = self._lexicon.voicing.get(s.low[begin - 1]) if begin else None
        return entry[1] if entry else 1

    def _noun_after(self, at: int, target: Phrase) -> tuple[Phrase | None, Phrase, str]:
        """Of "criticism of the plan from the unions" and "condemnation of the attack by the pope"."""
        s = self._s
        if at and s.low[at - 1] in {"of", "no", "little"}:
            return None, target, ""
        if s.low[target.end : target.end + 1] in (["by"], ["from"], ["among"]):
            return s.phrase_at(target.end + 1), target, f"{s.low[target.end]}: "
        return None, target, ""

    def adjective(self, cue: Cue, at: int, end: int) -> list[Draft]:
        """Of "is critical of", ", opposed to", "was in favour of"."""
        s = self._s
        if s.tags[at] == "N":
            return []
        # The words of "in favour of" start with a preposition.
        target = s.phrase_at(end)
        if target is None or not self._senses.is_target(target):
            return []
        target = self._senses.whole(target)
        index = at - 1
        negated = False
        steps = 0
        while (
            index >= 0
            and steps < 6
            and (s.tags[index] in "AM" or s.low[index] in {"more", "most", "very", "deeply", "no"})
        ):
            negated = negated or s.low[index] in DO_NOT or s.low[index] == "no"
            index -= 1
            steps += 1
        if index < 0:
            return []
        if (
            s.low[index] in LINKING
            or s.tags[index] == "x"
            or (s.low[index] == "'s" and s.tags[index - 1 : index] == "P")
        ):
            group = self._subjects.group(index + 1)
            if group.uncertain or self._subjects.conditional(index):
                return []
            start = group.start if group.helped else index
            negated = negated or group.negated
            if group.infinitive:
                return []
            subject = self._subjects.subject(index, "x", group._replace(start=start, passive=False), DEPTH)
        elif s.tags[index] == "," and cue.base not in {"against", "in", "behind"}:
            phrase = s.phrase_before(index)
            subject = Subject(phrase, 1, known=phrase is not None)
        else:
            return []
        if not subject.known or subject.phrase is None or not self._senses.can_hold(subject.phrase):
            return []
        if cue.base in {"worried", "concerned", "confident", "optimistic"} and s.low[target.start] in OWN:
            return []
        polarity = turned(cue.polarity, -1 if negated else 1)
        if polarity == 0:
            return []
        words = " ".join((s.low[at], *cue.after))
        found = [Draft(at, end, polarity, subject.phrase, target, cue.base, f"“{words}”", 0.85)]
        found += [found[0]._replace(target=other, score=0.7) for other in self._senses.joined(target)]
        return found

    def person(self, cue: Cue, at: int, end: int) -> list[Draft]:
        """Of "Smith, a critic of the plan" and "critics of the plan"."""
        s = self._s
        target = s.phrase_at(end)
        if target is None or not self._senses.is_target(target) or (s.tags[at] == "N" and at):
            return []
        start = at
        while start > 0 and s.tags[start - 1] in "nA&v" and at - start < 5:
            start -= 1
        if start and s.tags[start - 1] == "D":
            start -= 1
        sign = -1 if s.low[start] == "no" else 1
        holder: Phrase | None = Phrase(start, at + 1, at)
        alone = holder
        if start and s.tags[start - 1] == ",":
            named = s.phrase_before(start - 1)
            if named is not None and s.tags[named.head] in "Nn" and self._senses.can_hold(named):
                holder = named
        elif start and s.tags[start - 1] == "&":
            found = self._subjects.previous(start - 1, DEPTH)
            holder = found.phrase if found.known else holder
        elif start and s.low[start - 1] == "as":
            return []
        elif start and s.low[start - 1] in LINKING:
            group = self._subjects.group(start)
            named = s.phrase_before(group.start) if not group.negated and not group.infinitive else None
            if named is None:
                return []
            holder = self._subjects.resolved(named).phrase
        if holder is None or (holder is alone and s.low[at] == "fan"):
            return []  # "a fan of steel blades"
        if holder is alone and sign < 0:
            return []  # "no critic of the plan came"
        words = f"{'no ' if sign < 0 else ''}{s.low[at]} of"
        return [Draft(at, end, cue.polarity * sign, holder, target, cue.base, f"“{words}”", 0.75)]

    def judged(self, at: int) -> list[Draft]:
        """Of "called the plan a disgrace", "described her as brave"."""
        s = self._s
        base, with_as, form = self._lexicon.judging[s.low[at]]
        if s.tags[at] == "N":
            return []
        target = s.phrase_at(at + 1, attach=with_as)
        if target is None or s.low[target.start] in {"myself", "it"}:
            return []
        valences = load_sentiment().valences
        end = target.end
        if with_as:
            if s.low[end : end + 1] != ["as"]:
                return []
            end += 1
        elif target.head > target.start and valences.get(s.low[target.head], 0) and s.tags[target.head] == "n":
            if s.tags[end : end + 1] in ("I", "F"):
                return []
            target = Phrase(target.start, target.head, target.head - 1)
            end = target.end
        if s.tags.count('"', target.start, target.end) % 2:
            return []
        if target.end <= target.start or s.tags[target.head] not in "nNo" or not self._senses.is_target(target):
            return []
        total = self._judgement(end, valences)
        if not total:
            return []
        group = self._subjects.group(at)
        if group.negated or group.uncertain or (group.passive and form != "g") or self._subjects.conditional(at):
            return []
        subject = self._subjects.subject(at, form, group, DEPTH)
        if not subject.known or subject.phrase is None or not self._senses.can_hold(subject.phrase) or subject.sign < 0:
            return []
        words = s.text[s.starts[end] : s.ends[min(len(s.ends), end + 4) - 1]]
        reason = f"“{s.low[at]}” it {'bad' if total < 0 else 'good'}: {words}"
        return [Draft(at, end + 1, 1 if total > 0 else -1, subject.phrase, target, base, reason, 0.75)]

    def _judgement(self, start: int, valences: Mapping[str, int]) -> int:
        """What the phrase at `start` says of what it is said about: by its head, else by what stands before that."""
        s = self._s
        while start < len(s.tags) and s.tags[start] in "\"'A":
            start += 1
        phrase = s.phrase_at(start, attach=False)
        end = phrase.end if phrase is not None else min(start + 1, len(s.low))
        if any(word in {"not", "no", "never", "less"} for word in s.low[start:end]):
            return 0
        if phrase is not None and (value := valences.get(s.low[phrase.head], 0)):
            return value
        return sum(valences.get(word, 0) for word in s.low[start:end])
