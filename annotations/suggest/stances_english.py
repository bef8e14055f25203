"""Stances in one English sentence: who is for or against what, by the verbs, nouns and adjectives that say so.

Each cue of the lexicon is looked at with its arguments: the subject and the object of a verb, in the active and the
passive; who "refused to" or "vowed to"; whose support for what; who is critical of what. What is not clear is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotations.suggest.stances_drafts import Draft, turned
from annotations.suggest.stances_lexicon import Cue, StanceLexicon
from annotations.suggest.stances_nouns import Nouns
from annotations.suggest.stances_senses import Senses
from annotations.suggest.stances_subjects import DEPTH, Group, Subject, Subjects
from annotations.suggest.stances_words import Phrase, Sentence

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
        draft = finder.draft_at(at)
        for found in draft:
            taken = max(taken, found.end - 1)
            yield found


class _Finder:
    def __init__(self, sentence: Sentence, lexicon: StanceLexicon) -> None:
        self._s = sentence
        self._lexicon = lexicon
        self._subjects = Subjects(sentence, lexicon)
        self._senses = Senses(sentence, lexicon)
        self._nouns = Nouns(sentence, lexicon, self._subjects, self._senses)

    def draft_at(self, at: int) -> list[Draft]:
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
        if s.words[at][0].isupper() and at and s.tags[at] == "N" and s.tags[at - 1] != '"':
            headline = sum(word[0].isupper() for word in s.words) * 2 > len(s.words)
            if not headline:
                return []
        group = self._subjects.group(at)
        if cue.form in "xn" and not group.helped:
            by = self._subjects.by(end)
            if by > 0:
                return self._reduced_passive(cue, at, end, by)
        if group.passive and cue.form in "xn":
            return self._passive(cue, at, end, group)
        if group.passive and cue.form != "g":
            return []
        if cue.form in "xdn" and not group.helped and s.tags[at - 1 : at] in ("D", "S") and at:
            return []
        if group.uncertain or self._subjects.conditional(at):
            return []
        subject = self._subjects.subject(at, cue.form, group, DEPTH)
        if not subject.known:
            return []
        if cue.kind == "action" and not subject.indirect:
            return []
        sign = subject.sign * (-1 if group.negated else 1)
        polarity = turned(cue.polarity, sign)
        if polarity is None or (cue.polarity == 0 and sign > 0):
            return []
        target = s.phrase_at(end)
        relative = False
        if target is None and not cue.after and subject.phrase is not None and cue.kind == "verb":
            target = self._gap(subject.phrase, at, end)
            relative = True
        if target is None or not self._senses.fits(cue, subject.phrase, target, at, end):
            return []
        holder = subject.phrase
        if holder is not None and not self._senses.can_hold(holder):
            return []
        target = self._senses.whole(target)
        how = f"“{' '.join((s.low[at], *cue.after))}” with its object"
        if sign < 0:
            how += ", refused or negated"
        score = 0.9 if not subject.indirect else 0.8
        if relative:
            score -= 0.15
        if group.modal:
            score -= 0.05
        if polarity == 0:
            score = 0.4
        found = [Draft(at, end, polarity, holder, target, cue.base, how, score, not group.modal)]
        found += [found[0]._replace(target=other, score=score - 0.1) for other in self._senses.joined(target)]
        return found

    def _passive(self, cue: Cue, at: int, end: int, group: Group) -> list[Draft]:
        s = self._s
        if (
            group.uncertain
            or group.infinitive
            or cue.kind == "action"
            or cue.polarity == 0
            or self._subjects.conditional(at)
        ):
            return []
        if group.start == 0:
            return []
        tag = s.tags[group.start - 1]
        if tag == "W":
            subject = self._subjects.relative(group.start - 1)
        elif tag == ",":
            subject = self._subjects.past_comma(group.start - 1, "x")
        else:
            phrase = s.phrase_before(self._subjects.past_time(group.start - 1) + 1)
            subject = Subject(phrase, 1, known=phrase is not None)
        if not subject.known or subject.phrase is None:
            return []
        by = self._subjects.by(end)
        holder = None
        if by > 0:
            holder = s.phrase_at(by)
            if holder is None or not self._senses.can_hold(holder):
                return []
        elif cue.base in {
            "back",
            "support",
            "propose",
            "credit",
            "question",
            "contest",
            "approve",
            "accuse",
            "hate",
            "love",
            "demand",
            "honor",
            "honour",
            "insult",
            "promote",
            "resist",
            "recommend",
            "encourage",
            "celebrate",
            "trust",
        }:
            return []
        if cue.after and by < 0:
            return []
        if by < 0 and any(word in {"'s", "get", "gets", "got"} for word in s.low[group.start : at]):
            return []
        polarity = turned(cue.polarity, -1 if group.negated else 1)
        if polarity is None:
            return []
        reason = f"passive: {s.low[at]} by" if by > 0 else f"passive: {s.low[at]}, nobody named"
        if by < 0 and cue.base == "accuse":
            return []
        score = (0.85 if by > 0 else 0.6) if polarity else 0.4
        target = subject.phrase
        if cue.base == "oppose" and s.low[end : end + 1] == ["to"]:
            return []
        if target.start and not self._subjects.may_be_subject(target.start):
            return []
        if s.tags[target.head] == "P" and s.low[target.head].partition("'")[0] in {"it", "i", "we", "you"}:
            return []
        return [Draft(at, by if by > 0 else end, polarity, holder, target, cue.base, reason, score)]

    def _reduced_passive(self, cue: Cue, at: int, end: int, by: int) -> list[Draft]:
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

    def _gap(self, holder: Phrase, at: int, end: int) -> Phrase | None:
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
