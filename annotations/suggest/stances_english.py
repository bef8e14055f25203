"""Stances in one English sentence: who is for or against what, by the verbs, nouns and adjectives that say so.

Each cue of the lexicon is looked at with its arguments: the subject and the object of a verb, in the active and the
passive; who "refused to" or "vowed to"; whose support for what; who is critical of what. What is not clear is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotations.suggest.stances_drafts import Draft, turned
from annotations.suggest.stances_groups import Group
from annotations.suggest.stances_lexicon import Cue, StanceLexicon
from annotations.suggest.stances_nouns import Nouns
from annotations.suggest.stances_phrases import Phrase, Sentence
from annotations.suggest.stances_senses import Senses
from annotations.suggest.stances_subjects import DEPTH, Subject, Subjects

__all__ = ["Draft", "drafts_in"]


def drafts_in(sentence: Sentence, lexicon: StanceLexicon, places: list[int]) -> Iterator[Draft]:
    """Yield the stances of a sentence.

    Args:
        sentence: The words.
        lexicon: The tables.
        places: Indexes of words that may be cues, ascending.
    """
    if sentence.tags[-1:] == "?" or sentence.tags[-2:] in {'?"', "?'"}:
        return
    finder = _Finder(sentence, lexicon)
    taken = -1
    for at in places:
        if at <= taken:
            continue
        for found in finder.drafts_at(at):
            taken = max(taken, found.end - 1)
            yield found


_SURE = 0.9
_NEUTRAL = 0.4


class _Finder:
    def __init__(self, sentence: Sentence, lexicon: StanceLexicon) -> None:
        self._s = sentence
        self._lexicon = lexicon
        self._subjects = Subjects(sentence, lexicon)
        self._senses = Senses(sentence, lexicon)
        self._nouns = Nouns(sentence, lexicon, self._subjects, self._senses)

    def drafts_at(self, at: int) -> list[Draft]:
        """The stances that the cue at a word shows: one for each target."""
        low = self._s.low
        for cue in self._lexicon.cues.get(low[at], ()):
            end = self._s.words_from(at + 1, cue.after)
            if end < 0:
                continue
            if cue.kind in {"verb", "action"}:
                found = self._verb(cue, at, end)
            elif cue.kind == "noun":
                found = self._nouns.noun(cue, at, end)
            elif cue.kind == "adjective":
                found = self._nouns.adjective(cue, at, end)
            else:
                found = self._nouns.person(cue, at, end)
            if found:
                return found
        if low[at] in self._lexicon.judging:
            return self._nouns.judged(at)
        return []

    def _verb(self, cue: Cue, at: int, end: int) -> list[Draft]:
        s = self._s
        if self._is_name(at):
            return []
        group = self._subjects.group(at)
        if cue.form in "xn":
            by = self._subjects.by(end)
            if by > 0 and not group.helped:
                return self._reduced_passive(cue, at, by)
            if group.passive:
                return self._passive(cue, at, end, group)
        adjective = cue.form in "xdn" and not group.helped and at > 0 and s.tags[at - 1] in "DS"
        if adjective or group.uncertain or (group.passive and cue.form != "g") or self._subjects.conditional(at):
            return []
        subject = self._subjects.subject(at, cue.form, group, DEPTH)
        if not subject.known or (cue.kind == "action" and not subject.indirect):
            return []
        return self._active(cue, at, end, group, subject)

    def _active(self, cue: Cue, at: int, end: int, group: Group, subject: Subject) -> list[Draft]:
        holder = subject.phrase
        nor = holder is not None and self._s.low[holder.start - 1 : holder.start] in (["nor"], ["neither"])
        sign = subject.sign * (-1 if group.negated or nor else 1)
        polarity = turned(cue.polarity, sign)
        if (cue.polarity == 0 and sign > 0) or (cue.base == "confirm" and sign < 0):
            return []  # who declines to confirm something is not against it
        target = self._s.phrase_at(end)
        if cue.base == "blame":
            target = self._blamed(target, end)
        relative = target is None and not cue.after and holder is not None and cue.kind == "verb"
        if relative and holder is not None:
            target = self._gap(holder, end)
        if target is None or not self._senses.fits(cue, holder, target, at, end):
            return []
        if holder is not None and not self._senses.can_hold(holder):
            return []
        target = self._accused(target) if cue.base == "accuse" else self._senses.whole(target)
        how = f"“{' '.join((self._s.low[at], *cue.after))}” with its object"
        if sign < 0:
            how += ", refused or negated"
        score = _SURE - 0.1 * subject.indirect - 0.15 * relative - 0.05 * group.modal if polarity else _NEUTRAL
        found = [Draft(at, end, polarity, holder, target, cue.base, how, round(score, 2), not group.modal)]
        found += [found[0]._replace(target=other, score=score - 0.1) for other in self._senses.joined(target)]
        return found

    def _blamed(self, target: Phrase | None, end: int) -> Phrase | None:
        """Who is blamed: the object, or what follows "on" in "blamed the crisis on Smith"."""
        on = end if target is None else target.end
        return self._s.phrase_at(on + 1) if self._s.low[on : on + 1] == ["on"] else target

    def _accused(self, target: Phrase) -> Phrase:
        """Without what they are accused of."""
        low = self._s.low
        deeds = (
            at for at in range(target.start + 1, target.end - 1) if low[at] == "of" and low[at + 1].endswith("ing")
        )
        return target._replace(end=next(deeds, target.end))

    def _is_name(self, at: int) -> bool:
        """Whether the word has the capital of a name, outside a headline."""
        s = self._s
        if at == 0 or s.tags[at] != "N" or s.tags[at - 1] == '"':
            return False
        return sum(word[0].isupper() for word in s.words) * 2 <= len(s.words)

    def _passive(self, cue: Cue, at: int, end: int, group: Group) -> list[Draft]:
        s = self._s
        if group.uncertain or group.infinitive or cue.kind == "action" or not cue.polarity or group.start == 0:
            return []
        if self._subjects.conditional(at) or (cue.base == "oppose" and s.low[end : end + 1] == ["to"]):
            return []
        target = self._passive_target(group)
        by = self._subjects.by(end)
        if target is None or (by < 0 and not self._stands_alone(cue, group, at)):
            return []
        holder = s.phrase_at(by) if by > 0 else None
        if by > 0 and (holder is None or not self._senses.can_hold(holder)):
            return []
        polarity = turned(cue.polarity, -1 if group.negated else 1)
        reason = f"passive: {s.low[at]} by" if by > 0 else f"passive: {s.low[at]}, nobody named"
        score = (0.85 if by > 0 else 0.6) if polarity else _NEUTRAL
        return [Draft(at, max(by, end), polarity, holder, target, cue.base, reason, score)]

    def _passive_target(self, group: Group) -> Phrase | None:
        s, subjects = self._s, self._subjects
        before = group.start - 1
        if s.tags[before] == "W":
            target = subjects.relative(before).phrase
        elif s.tags[before] == ",":
            target = subjects.past_comma(before).phrase
        else:
            target = s.phrase_before(subjects.past_time(before) + 1)
        if target is None or (target.start and not subjects.may_be_subject(target.start)):
            return None
        if s.tags[target.head] == "P" and s.low[target.head].partition("'")[0] in {"it", "i", "we", "you"}:
            return None
        return target

    def _stands_alone(self, cue: Cue, group: Group, at: int) -> bool:
        """Whether a passive says something without "by"."""
        if cue.after or cue.base in self._lexicon.needs_by:
            return False
        return not any(word in {"'s", "get", "gets", "got"} for word in self._s.low[group.start : at])

    def _reduced_passive(self, cue: Cue, at: int, by: int) -> list[Draft]:
        """Of "a plan opposed by the unions"."""
        s = self._s
        if cue.kind == "action" or at == 0 or cue.polarity == 0:
            return []
        before = at
        while before > 0 and s.tags[before - 1] == "A":
            before -= 1
        comma = s.tags[before - 1] == "," if before else False
        target = s.phrase_before(before - 1 if comma else before, near=True)
        holder = s.phrase_at(by)
        if target is None or holder is None or not self._senses.can_hold(holder) or s.tags[target.head] in "P#":
            return []
        if s.low[target.head] in {"statement", "interview", "hearing"}:
            return []
        return [Draft(at, by, cue.polarity, holder, target, cue.base, f"“{s.low[at]} by”", 0.8 if not comma else 0.75)]

    def _gap(self, holder: Phrase, end: int) -> Phrase | None:
        """The target of "a bill (that) Republicans oppose": what stands before the subject."""
        s = self._s
        if end < len(s.tags) and s.tags[end] not in ',.;)-I&"' and s.low[end] != "as":
            return None
        before = holder.start
        if before == 0:
            return None
        if s.tags[before - 1] == "W" and s.low[before - 1] in {"that", "which", "whom"}:
            before -= 1
            if before and s.tags[before - 1] == ",":
                before -= 1
        elif s.tags[before - 1] not in "nN":
            return None
        if holder.start == before and s.tags[holder.start] not in "DPN":
            return None
        return s.phrase_before(before, near=True)
