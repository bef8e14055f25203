"""Stances in one English sentence: who is for or against what, by the verbs, nouns and adjectives that say so.

Each cue of the lexicon is looked at with its arguments: the subject and the object of a verb, in the active and the
passive; who "refused to" or "vowed to"; whose support for what; who is critical of what. What is not clear is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from annotations.suggest.stances_lexicon import Cue, StanceLexicon
from annotations.suggest.stances_sentiment import load_sentiment
from annotations.suggest.stances_words import Phrase, Sentence

__all__ = ["Draft", "drafts_in"]

_BE = frozenset(
    ["is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re", "isn't", "aren't", "wasn't", "weren't"]
)
_LINKING = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "am",
        "'re",
        "remain",
        "remains",
        "remained",
        "became",
        "become",
        "grew",
        "seems",
        "seem",
        "seemed",
        "sounded",
        "sounds",
        "sound",
    ]
)
_DO_NOT = frozenset(["not", "never", "neither", "nor", "n't"])
_UNCERTAIN = frozenset(["may", "might", "could", "should", "must", "can", "shouldn't", "couldn't", "can't", "cannot"])
_DEPTH = 3
_PLURALS = frozenset(
    [
        "people",
        "police",
        "men",
        "women",
        "others",
        "many",
        "most",
        "some",
        "both",
        "few",
        "several",
        "media",
        "public",
        "majority",
        "half",
    ]
)


class Draft(NamedTuple):
    """A stance by indexes of words.

    Attributes:
        at: Index of the cue; `end` of the word after it.
        polarity: 1, -1, or 0 for who was not against.
        holder: None if nobody is named.
        target: The noun phrase.
        base: Base form of the cue.
        reason: For a person to read.
        score: 0 to 1.
        clear: Whether it is said outright.
    """

    at: int
    end: int
    polarity: int
    holder: Phrase | None
    target: Phrase
    base: str
    reason: str
    score: float
    clear: bool = True


class _Group(NamedTuple):
    """A verb with its helpers."""

    start: int
    negated: bool
    passive: bool
    uncertain: bool
    modal: bool
    helped: bool
    infinitive: bool


class _Subject(NamedTuple):
    phrase: Phrase | None
    sign: int
    known: bool
    indirect: bool = False


_NOBODY = _Subject(None, 1, known=False)


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

    def draft_at(self, at: int) -> list[Draft]:
        low = self._s.low
        for cue in self._lexicon.cues.get(low[at], ()):
            end = self._s.words_from(at + 1, cue.after)
            if end < 0:
                continue
            if cue.kind in {"verb", "action"}:
                found = self._verb(cue, at, end)
            elif cue.kind == "noun":
                found = self._noun(cue, at, end)
            elif cue.kind == "adjective":
                found = self._adjective(cue, at, end)
            else:
                found = self._person(cue, at, end)
            if found:
                return found
        if low[at] in self._lexicon.judging:
            return self._judged(at)
        return []

    # --- verbs

    def _verb(self, cue: Cue, at: int, end: int) -> list[Draft]:
        s = self._s
        if s.words[at][0].isupper() and at and s.tags[at] == "N" and s.tags[at - 1] != '"':
            headline = sum(word[0].isupper() for word in s.words) * 2 > len(s.words)
            if not headline:
                return []
        group = self._group(at)
        if cue.form in "xn" and not group.helped:
            by = self._by(end)
            if by > 0:
                return self._reduced_passive(cue, at, end, by)
        if group.passive and cue.form in "xn":
            return self._passive(cue, at, end, group)
        if group.passive and cue.form != "g":
            return []
        if cue.form in "xdn" and not group.helped and s.tags[at - 1 : at] in ("D", "S") and at:
            return []
        if group.uncertain or self._conditional(at):
            return []
        subject = self._subject(at, cue.form, group, _DEPTH)
        if not subject.known:
            return []
        if cue.kind == "action" and not subject.indirect:
            return []
        sign = subject.sign * (-1 if group.negated else 1)
        polarity = _turned(cue.polarity, sign)
        if polarity is None or (cue.polarity == 0 and sign > 0):
            return []
        target = s.phrase_at(end)
        relative = False
        if target is None and not cue.after and subject.phrase is not None and cue.kind == "verb":
            target = self._gap(subject.phrase, at, end)
            relative = True
        if target is None or not self._fits(cue, subject.phrase, target, at, end):
            return []
        holder = subject.phrase
        if holder is not None and not self._can_hold(holder):
            return []
        target = self._whole(target)
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
        found += [found[0]._replace(target=other, score=score - 0.1) for other in self._joined(target)]
        return found

    def _group(self, at: int) -> _Group:
        """The helpers of the verb at `at`."""
        s = self._s
        index = at - 1
        negated = passive = uncertain = modal = helped = False
        last = at
        while index >= 0 and at - index < 9:
            tag, word = s.tags[index], s.low[index]
            if tag in "XMx" or (word == "'s" and s.tags[at] in "vg"):
                if word == "'s" and not (index and s.tags[index - 1] in "PNW"):
                    break
                if word in _BE or word in {"being", "been"}:
                    if last == at or not passive:
                        passive = passive or not helped
                if tag == "x":
                    negated = True
                if word in _DO_NOT:
                    negated = True
                if word == "no":
                    negated = True
                uncertain = uncertain or word in _UNCERTAIN
                modal = modal or word in {
                    "would",
                    "will",
                    "should",
                    "must",
                    "wouldn't",
                    "won't",
                    "shouldn't",
                    "'ll",
                    "'d",
                }
                helped = helped or tag in "Xx" or word == "'s"
                last = index
            elif tag == "A":
                if word == "longer" and index and s.low[index - 1] == "no":
                    negated = True
                    index -= 1
                last = index
            elif word == "n't":
                negated = True
            else:
                break
            index -= 1
        infinitive = index >= 0 and s.tags[index] == "F"
        return _Group(index + 1, negated, passive and s.tags[at] != "g", uncertain, modal, helped, infinitive)

    def _conditional(self, at: int) -> bool:
        """Whether an "if" or "whether" opens the clause before the verb."""
        s = self._s
        for index in range(at - 1, max(-1, at - 12), -1):
            if s.tags[index] in ",;:":
                return False
            if s.low[index] in {"if", "whether", "unless", "had"}:
                return s.low[index] != "had"
        return False

    def _subject(self, at: int, form: str, group: _Group, depth: int) -> _Subject:
        """Who does what the verb at `at` says."""
        s = self._s
        start = group.start
        if group.infinitive:
            return self._controller(start - 1, depth)
        if form == "g" and not group.helped:
            return self._participle(at, start, depth)
        if start == 0:
            return _NOBODY
        before = start - 1
        tag = s.tags[before]
        # "Smith, on Thursday, rejected", "Smith on Thursday rejected"
        skipped = self._past_time(before)
        if skipped != before:
            before = skipped
            if before < 0:
                return _NOBODY
            tag = s.tags[before]
        if tag == "W":
            return self._relative(before)
        if tag == "&" or (tag in "c" and s.low[before] in {"but", "yet"}) or (tag == "," and self._listed(before)):
            return self._previous(before, depth)
        if tag == ",":
            return self._past_comma(before, form)
        if tag in "-":
            opening = s.tags.rfind("-", max(0, before - 25), before)
            phrase = s.phrase_before(opening) if opening > 0 else None
            return _Subject(phrase, 1, known=phrase is not None)
        phrase = s.phrase_before(before + 1)
        if phrase is None or not self._agrees(phrase, form, group):
            return _NOBODY
        if phrase.start and not self._may_be_subject(phrase.start):
            return _NOBODY
        return self._resolved(phrase)

    def _may_be_subject(self, start: int) -> bool:
        """Whether what stands before the phrase at `start` lets it be a subject: not a verb, but for one of saying."""
        s = self._s
        tag = s.tags[start - 1]
        if tag == "W":
            return s.low[start - 1] != "whose"
        if tag in "vzbg":
            return s.low[start - 1] in load_sentiment().reporting or s.low[start - 1] in {
                "means",
                "show",
                "shows",
                "know",
                "knows",
            }
        return True

    def _past_time(self, before: int) -> int:
        """Step back over "on Thursday", "this week", "in a statement"."""
        s = self._s
        index = before
        while index >= 0 and s.tags[index] == "T":
            index -= 1
            while index >= 0 and s.low[index] in {"last", "next", "on", "this", "late", "early"}:
                index -= 1
            if index >= 0 and s.tags[index] == "," and before - index <= 3:
                index -= 1
        if index >= 1 and s.low[index] in {"week", "month", "year"} and s.low[index - 1] in {"this", "last"}:
            index -= 2
        return index

    def _resolved(self, phrase: Phrase) -> _Subject:
        """A pronoun gives way to the name that the same sentence has for it."""
        s = self._s
        if s.tags[phrase.head] != "P":
            return _Subject(phrase, 1, known=True)
        word = s.low[phrase.head]
        if word in {"i", "we", "it", "you"}:
            if word in {"i", "we"} and (speaker := self._speaker(phrase.head)):
                return _Subject(speaker, 1, known=True)
            return _Subject(phrase, 1, known=word != "you" and word != "it")
        return _Subject(self._antecedent(phrase.head) or phrase, 1, known=True)

    def _antecedent(self, at: int) -> Phrase | None:
        """The one name before "he", "she" or "they" that is the subject of saying: "Smith said he opposes"."""
        s = self._s
        reporting = load_sentiment().reporting
        for index in range(at - 1, max(0, at - 8), -1):
            if s.tags[index] in ",;:":
                return None
            if s.low[index] in reporting and s.tags[index] in "vzbX":
                group = self._group(index)
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
                return s.phrase_before(self._group(index).start)
        return None

    def _relative(self, before: int) -> _Subject:
        s = self._s
        if s.low[before] not in {"who", "which", "that"}:
            return _NOBODY
        end = before - 1 if before and s.tags[before - 1] == "," else before
        phrase = s.phrase_before(end, near=s.low[before] == "that")
        if phrase is None or s.tags[phrase.head] == "P":
            return _NOBODY
        return _Subject(phrase, 1, known=True)

    def _past_comma(self, comma: int, form: str) -> _Subject:
        """Past what stands between two commas: "Smith, the head of the union, rejected"."""
        s = self._s
        opening = s.tags.rfind(",", max(0, comma - 25), comma)
        if opening <= 0:
            return _NOBODY
        inside = s.tags[opening + 1 : comma]
        if not inside or (inside[0] not in "DnN#WvgI" and not s.low[opening + 1].isdigit()):
            return _NOBODY
        phrase = s.phrase_before(opening)
        if phrase is None or s.tags[phrase.head] == "P":
            return _NOBODY
        # "In Bodo, the head of the union, …"
        if phrase.start and (s.tags[phrase.start - 1] == "I" or not self._may_be_subject(phrase.start)):
            return _NOBODY
        return _Subject(phrase, 1, known=True)

    def _listed(self, comma: int) -> bool:
        """Whether the comma parts verbs: "condemned the attack, praised the police"."""
        s = self._s
        opening = s.tags.rfind(",", max(0, comma - 25), comma)
        return opening < 0 and any(tag in "vz" for tag in s.tags[max(0, comma - 20) : comma])

    def _previous(self, before: int, depth: int) -> _Subject:
        """The subject of the verb before "and"."""
        s = self._s
        if depth <= 0:
            return _NOBODY
        for index in range(before - 1, max(-1, before - 30), -1):
            tag = s.tags[index]
            if tag in ";:W" or (tag == '"' and index != before - 1):
                return _NOBODY
            if tag in "vzX" or (tag == "b" and index and s.tags[index - 1] in "XxFAM"):
                if (
                    tag == "v"
                    and s.tags[index + 1 : index + 2] in ("n", "N")
                    and s.tags[index - 1 : index] in ("D", "S")
                ):
                    continue
                if tag == "v" and s.low[index + 1 : index + 2] == ["by"]:
                    continue
                group = self._group(index)
                form = "z" if tag == "z" else "d" if tag == "v" else "b"
                subject = self._subject(index, {"z": "s"}.get(form, form), group, depth - 1)
                if subject.known:
                    return subject._replace(sign=1)
                if tag == "b":
                    return _NOBODY
        return _NOBODY

    def _participle(self, at: int, start: int, depth: int) -> _Subject:
        """The subject of ", calling it …": that of the clause before the comma, or after it at the start."""
        s = self._s
        if start == 0:
            comma = s.tags.find(",", at, at + 30)
            if comma < 0:
                return _NOBODY
            phrase = s.phrase_at(comma + 1, attach=False)
            return _Subject(phrase, 1, known=True) if phrase is not None else _NOBODY
        if s.tags[start - 1] not in ",&-":
            return _NOBODY
        return self._previous(start - 1, depth)._replace(indirect=False)

    def _controller(self, to: int, depth: int) -> _Subject:
        """Who is to do what follows the "to" at `to`, and whether they are willing."""
        s, lexicon = self._s, self._lexicon
        if depth <= 0 or to <= 0:
            return _NOBODY
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
            group = self._group(before)
            if not group.passive and not group.uncertain:
                noun = s.tags[group.start - 1] in "DS" if group.start else False
                if not noun:
                    found = self._subject(before, form, group, depth - 1)
                    if found.known:
                        turn = -1 if group.negated else 1
                        if base == "threaten" and turn < 0:
                            return _NOBODY
                        return _Subject(found.phrase, found.sign * willing * sign * turn, known=True, indirect=True)
        if word in lexicon.willing:
            return self._willing(before, lexicon.willing[word] * sign)
        return self._asked(before, sign, depth)

    def _willing(self, at: int, sign: int) -> _Subject:
        """Of "Russia's refusal to", "is determined to"."""
        s = self._s
        index = at - 1
        while index > 0 and s.tags[index] in "An":
            index -= 1
        if index >= 0 and s.tags[index] == "S":
            phrase = s.phrase_before(index)
            return _Subject(phrase, sign, known=phrase is not None, indirect=True)
        if index >= 0 and s.low[index] in {"his", "her", "their", "its"}:
            phrase = self._owner(index)
            return _Subject(phrase, sign, known=True, indirect=True)
        group = self._group(at)
        if group.helped and s.low[group.start : at] and any(word in _LINKING for word in s.low[group.start : at]):
            phrase = s.phrase_before(group.start)
            if phrase is not None:
                found = self._resolved(phrase)
                return found._replace(sign=sign * (-1 if group.negated else 1), indirect=True)
        return _NOBODY

    def _asked(self, before: int, sign: int, depth: int) -> _Subject:
        """Of "urged lawmakers to", the one who urged."""
        s = self._s
        phrase = s.phrase_before(before + 1) if s.tags[before] != "o" else Phrase(before, before + 1, before)
        if phrase is None:
            return _NOBODY
        for index in range(phrase.start - 1, max(-1, phrase.start - 4), -1):
            for base, after, form in self._lexicon.asking.get(s.low[index], ()):
                if s.words_from(index + 1, after) == phrase.start and s.tags[index] != "N":
                    group = self._group(index)
                    if group.negated or group.uncertain:
                        return _NOBODY
                    if group.passive:
                        return _NOBODY
                    if base in {"tell", "want", "order", "challenge"} and form == "b" and not group.helped:
                        return _NOBODY
                    found = self._subject(index, form, group, depth - 1)
                    return _Subject(found.phrase, sign * found.sign, known=found.known, indirect=True)
        return _NOBODY

    def _agrees(self, phrase: Phrase, form: str, group: _Group) -> bool:
        """Whether the verb can be that of the phrase: "leaders support", "the leader supports"."""
        s = self._s
        if group.helped or form in "dxn":
            return True
        word = s.low[phrase.head]
        tag = s.tags[phrase.head]
        joined = "&" in s.tags[phrase.start : phrase.end]
        plural = (
            joined
            or word in _PLURALS
            or word in {"i", "we", "they", "you"}
            or (tag in "nN" and word.endswith("s") and not word.endswith("ss"))
        )
        if form == "b":
            return plural
        if form == "s":
            return tag == "N" or not plural or word in {"house", "congress"}
        return True

    def _by(self, end: int) -> int:
        """Index after "by" that follows, adverbs and short phrases passed over; -1 without."""
        s = self._s
        index = end
        while index < len(s.low) and index - end < 3 and s.tags[index] in "AT":
            index += 1
        return index + 1 if s.low[index : index + 1] == ["by"] else -1

    def _passive(self, cue: Cue, at: int, end: int, group: _Group) -> list[Draft]:
        s = self._s
        if group.uncertain or group.infinitive or cue.kind == "action" or cue.polarity == 0 or self._conditional(at):
            return []
        if group.start == 0:
            return []
        tag = s.tags[group.start - 1]
        if tag == "W":
            subject = self._relative(group.start - 1)
        elif tag == ",":
            subject = self._past_comma(group.start - 1, "x")
        else:
            phrase = s.phrase_before(self._past_time(group.start - 1) + 1)
            subject = _Subject(phrase, 1, known=phrase is not None)
        if not subject.known or subject.phrase is None:
            return []
        by = self._by(end)
        holder = None
        if by > 0:
            holder = s.phrase_at(by)
            if holder is None or not self._can_hold(holder):
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
        polarity = _turned(cue.polarity, -1 if group.negated else 1)
        if polarity is None:
            return []
        reason = f"passive: {s.low[at]} by" if by > 0 else f"passive: {s.low[at]}, nobody named"
        if by < 0 and cue.base == "accuse":
            return []
        score = (0.85 if by > 0 else 0.6) if polarity else 0.4
        target = subject.phrase
        if cue.base == "oppose" and s.low[end : end + 1] == ["to"]:
            return []
        if target.start and not self._may_be_subject(target.start):
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
        if target is None or holder is None or not self._can_hold(holder) or s.tags[target.head] in "P#":
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

    def _whole(self, target: Phrase) -> Phrase:
        """The phrase with its noun, where "and" joins adjectives: "gay and lesbian rights"."""
        s = self._s
        bare = target.end - target.start == 1 and s.tags[target.head] == "n" and not s.low[target.head].endswith("s")
        if bare and s.tags[target.end : target.end + 1] == "&":
            other = s.phrase_at(target.end + 1)
            if other is not None and other.head - other.start >= 1 and s.tags[other.start] == "n":
                return Phrase(target.start, other.end, other.head)
        return target

    def _joined(self, target: Phrase) -> list[Phrase]:
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

    # --- nouns

    def _noun(self, cue: Cue, at: int, end: int) -> list[Draft]:
        s = self._s
        target = s.phrase_at(end)
        if target is None or not self._is_target(target):
            return []
        target = self._whole(target)
        holder, sign, how = self._noun_holder(cue, at)
        if holder is None:
            holder, target, how = self._noun_after(at, end, target)
            sign = 1
        if holder is None or not self._can_hold(holder):
            return []
        polarity = cue.polarity * sign
        words = " ".join((s.low[at], *cue.after))
        found = [Draft(at, end, polarity, holder, target, cue.base, f"{how}“{words}”", 0.85)]
        found += [found[0]._replace(target=other, score=0.7) for other in self._joined(target)]
        return found

    def _noun_holder(self, cue: Cue, at: int) -> tuple[Phrase | None, int, str]:
        s = self._s
        index = at - 1
        steps = 0
        while index >= 0 and steps < 6 and (s.tags[index] in "nA&vg" or s.low[index] in {"own"}):
            if s.low[index] in self._lexicon.voicing and s.tags[index] in "vgb":
                break
            if s.low[index] in {"no", "little", "lack"}:
                return None, 1, ""
            index -= 1
            steps += 1
        if index < 0:
            return None, 1, ""
        tag, word = s.tags[index], s.low[index]
        if tag == "S":
            return s.phrase_before(index), self._noun_sign(index, at), "whose: "
        sign = 1
        if word in {"his", "her", "their", "its", "my", "our"}:
            sign = self._noun_sign(index, at)
            return self._owner(index), sign, "whose: "
        if tag == "N" and index == at - 1:
            start = index
            while start > 0 and s.tags[start - 1] == "N":
                start -= 1
            if start == 0 or s.tags[start - 1] not in "I":
                begin = start - 1 if start and s.tags[start - 1] == "D" else start
                return Phrase(begin, index + 1, index), 1, "whose: "
        if tag == "D":
            if word in {"no", "any", "little", "few"}:
                return None, 1, ""
            index -= 1
        for where in (index, index - 1):
            if where < 0:
                break
            entry = self._lexicon.voicing.get(s.low[where])
            if entry is None or s.tags[where] == "N":
                continue
            base, sign, form = entry
            if base in {"have", "share"} and s.low[at] in {
                "support",
                "backing",
                "endorsement",
                "approval",
                "confidence",
                "trust",
            }:
                return None, 1, ""  # who has the backing of somebody is the target
            group = self._group(where)
            if group.negated or group.passive or group.uncertain:
                return None, 1, ""
            subject = self._subject(where, form, group, _DEPTH)
            if subject.known and subject.sign > 0:
                return subject.phrase, sign, f"“{s.low[where]}” "
            return None, 1, ""
        return None, 1, ""

    def _noun_sign(self, index: int, at: int) -> int:
        """-1 if the stance is given up: "withdrew its support for"."""
        s = self._s
        begin = index
        while begin > 0 and index - begin < 4 and s.tags[begin - 1] in "NnD":
            begin -= 1
        entry = self._lexicon.voicing.get(s.low[begin - 1]) if begin else None
        return entry[1] if entry else 1

    def _owner(self, index: int) -> Phrase:
        """Whose "his" is: the subject of the verb before it, if that is in the sentence."""
        s = self._s
        for where in range(index - 1, max(-1, index - 12), -1):
            if s.tags[where] in ';:."No' and s.tags[where - 1 : where] != "T":
                break
            if s.tags[where] in "vzX":
                group = self._group(where)
                found = self._subject(where, "x", group, 2)
                if found.known and found.phrase is not None and s.tags[found.phrase.head] in "nN":
                    return found.phrase
        return Phrase(index, index + 1, index)

    def _noun_after(self, at: int, end: int, target: Phrase) -> tuple[Phrase | None, Phrase, str]:
        """Of "criticism of the plan from the unions" and "condemnation of the attack by the pope"."""
        s = self._s
        if at and s.low[at - 1] in {"of", "no", "little"}:
            return None, target, ""
        if s.low[target.end : target.end + 1] in (["by"], ["from"], ["among"]):
            return s.phrase_at(target.end + 1), target, f"{s.low[target.end]}: "
        return None, target, ""

    # --- adjectives, people, judgements

    def _adjective(self, cue: Cue, at: int, end: int) -> list[Draft]:
        s = self._s
        if s.tags[at] == "N":
            return []
        # The words of "in favour of" start with a preposition.
        target = s.phrase_at(end)
        if target is None or not self._is_target(target):
            return []
        target = self._whole(target)
        index = at - 1
        negated = False
        steps = 0
        while (
            index >= 0
            and steps < 6
            and (s.tags[index] in "AM" or s.low[index] in {"more", "most", "very", "deeply", "no"})
        ):
            negated = negated or s.low[index] in _DO_NOT or s.low[index] == "no"
            index -= 1
            steps += 1
        if index < 0:
            return []
        if (
            s.low[index] in _LINKING
            or s.tags[index] == "x"
            or (s.low[index] == "'s" and s.tags[index - 1 : index] == "P")
        ):
            group = self._group(index + 1)
            if group.uncertain or self._conditional(index):
                return []
            start = group.start if group.helped else index
            negated = negated or group.negated
            if group.infinitive:
                return []
            subject = self._subject(index, "x", group._replace(start=start, passive=False), _DEPTH)
        elif s.tags[index] == "," and cue.base not in {"against", "in", "behind"}:
            phrase = s.phrase_before(index)
            subject = _Subject(phrase, 1, known=phrase is not None)
        else:
            return []
        if not subject.known or subject.phrase is None or not self._can_hold(subject.phrase):
            return []
        if cue.base in {"worried", "concerned", "confident", "optimistic"} and s.low[target.start] in _OWN:
            return []
        polarity = _turned(cue.polarity, -1 if negated else 1)
        if polarity is None or polarity == 0:
            return []
        words = " ".join((s.low[at], *cue.after))
        found = [Draft(at, end, polarity, subject.phrase, target, cue.base, f"“{words}”", 0.85)]
        found += [found[0]._replace(target=other, score=0.7) for other in self._joined(target)]
        return found

    def _person(self, cue: Cue, at: int, end: int) -> list[Draft]:
        """Of "Smith, a critic of the plan" and "critics of the plan"."""
        s = self._s
        target = s.phrase_at(end)
        if target is None or not self._is_target(target) or (s.tags[at] == "N" and at):
            return []
        start = at
        while start > 0 and s.tags[start - 1] in "nA&v" and at - start < 5:
            start -= 1
        if start and s.tags[start - 1] in "D":
            start -= 1
        holder: Phrase | None = Phrase(start, at + 1, at)
        if start and s.tags[start - 1] == ",":
            named = s.phrase_before(start - 1)
            if named is not None and s.tags[named.head] == "N":
                holder = named
        elif start and s.low[start - 1] == "as":
            return []
        elif start and s.low[start - 1] in _LINKING:
            group = self._group(start)
            named = s.phrase_before(group.start) if not group.negated and not group.infinitive else None
            if named is None:
                return []
            holder = self._resolved(named).phrase
        if holder is None:
            return []
        return [Draft(at, end, cue.polarity, holder, target, cue.base, f"“{s.low[at]} of”", 0.75)]

    def _judged(self, at: int) -> list[Draft]:
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
        if target.end <= target.start or s.tags[target.head] not in "nNo" or not self._is_target(target):
            return []
        total = self._judgement(end, valences)
        if not total:
            return []
        group = self._group(at)
        if group.negated or group.uncertain or (group.passive and form != "g") or self._conditional(at):
            return []
        subject = self._subject(at, form, group, _DEPTH)
        if not subject.known or subject.phrase is None or not self._can_hold(subject.phrase) or subject.sign < 0:
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

    # --- who and what

    def _can_hold(self, phrase: Phrase) -> bool:
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

    def _is_target(self, phrase: Phrase) -> bool:
        s = self._s
        tag, word = s.tags[phrase.head], s.low[phrase.head]
        if tag == "o":
            return word in {"him", "them"} or (word == "her")
        return tag not in "P#T" and word not in _NO_TARGETS

    def _fits(self, cue: Cue, holder: Phrase | None, target: Phrase, at: int, end: int) -> bool:
        """Whether the verb has its sense of stance with this object."""
        s = self._s
        if not self._is_target(target):
            return False
        word, tag = s.low[target.head], s.tags[target.head]
        person = tag in "No" and s.low[target.start] not in {"the", "a", "an"}
        base = cue.base
        if base == "attack" and (load_sentiment().topics.get("") or _VIOLENT & set(s.low)):
            return False
        if base == "welcome" and not cue.after and person:
            return False
        if base == "back" and (s.tags[end] in "IAF" or word in {"home"}):
            return False
        if base in {"call", "campaign", "argue", "fight", "push", "press", "run"} and word in {
            "comment",
            "help",
            "weeks",
            "months",
            "years",
            "hours",
        }:
            return False
        if base in {
            "honor",
            "honour",
            "celebrate",
            "question",
            "contest",
            "second",
            "promote",
            "encourage",
            "credit",
            "approve",
            "trust",
            "resist",
            "thank",
            "admire",
        }:
            if base in {"celebrate", "promote", "honor", "honour", "question"} and word in {
                "birthday",
                "anniversary",
                "victory",
                "witnesses",
                "suspects",
            }:
                return False
        if base in {"love", "hate", "dislike"} and (holder is None or s.low[target.start] in {"his", "her", "their"}):
            return False
        if base == "stand" and tag not in "No" and word not in self._lexicon.holders:
            return False
        if base in {"demand", "propose"} and person:
            return False
        if base == "protest" and not cue.after and s.tags[at] in "nN":
            return False
        if base == "vote" and word in {"president", "office", "governor"}:
            return False
        if base in {
            "help",
            "choose",
            "raise",
            "keep",
            "leave",
            "stop",
            "end",
            "hold",
            "meet",
            "join",
            "increase",
            "build",
        } and word in {"money", "people", "questions"}:
            return False
        if base == "call" and s.tags[target.end : target.end + 1] == "F":
            return False
        if s.low[target.start] in {"doing", "being", "having", "getting", "making", "going"}:
            return False
        if holder is not None and holder.start <= target.start < holder.end:
            return False
        return True


_OWN = frozenset(["his", "her", "their", "its", "my", "our"])
_NO_TARGETS = frozenset(
    [
        "way",
        "ways",
        "time",
        "times",
        "day",
        "days",
        "year",
        "years",
        "week",
        "weeks",
        "month",
        "months",
        "hour",
        "hours",
        "lot",
        "bit",
        "thing",
        "things",
        "one",
        "ones",
        "something",
        "anything",
        "nothing",
        "everything",
        "reason",
        "reasons",
        "part",
        "parts",
        "same",
        "itself",
        "himself",
        "herself",
        "themselves",
        "each",
        "other",
        "example",
        "instance",
        "moment",
        "fact",
        "end",
        "sort",
        "kind",
        "that",
        "this",
        "these",
        "those",
        "what",
        "comment",
        "backdrop",
        "little",
        "more",
        "much",
        "less",
        "pass",
        "all",
        "anyone",
        "anybody",
        "someone",
        "somebody",
        "everyone",
        "everybody",
        "nobody",
        "contrast",
        "future",
        "past",
        "return",
        "place",
    ]
)
_VIOLENT = frozenset(
    [
        "killed",
        "killing",
        "kill",
        "gunmen",
        "gunman",
        "militants",
        "troops",
        "bomb",
        "bombers",
        "bombing",
        "knife",
        "wounded",
        "soldiers",
        "injured",
        "police",
        "forces",
        "rebels",
    ]
)


def _turned(polarity: int, sign: int) -> int | None:
    """What a refusal or a negation makes of a polarity: not for is against, not against is neutral."""
    if sign > 0:
        return polarity
    return {1: -1, -1: 0, 0: -1}[polarity]
