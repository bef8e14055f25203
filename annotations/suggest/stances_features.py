"""What a text says around a target, as features for the model of target sentiment.

Names are masked: only their kind counts (a place, somebody with a title), so that nobody is disliked for a name. The
features are words and pairs of words by side and nearness, the verb the target is the subject or the object of, and
sums of a lexicon over them, turned by negation: the features of Jiang et al. (2011) and Vo and Zhang (2015), with
verb frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from annotations.model import Span
from annotations.suggest.stances_arguments import arguments_of
from annotations.suggest.stances_context import Context, Verb, Word, context_of, is_negated, verb_after
from annotations.suggest.stances_sentiment import load_sentiment
from annotations.suggest.stances_sums import NEAR, sums_of
from annotations.suggest.stances_targets import beside, kind_of_thing
from annotations.suggest.stances_valences import sounds

__all__ = ["DENSE", "Features", "features_of"]

DENSE = 34
_SUMS = 8
_GRADES = (0.5, 1.1, 2.2, 4.0)
_CLAUSE_SIGNS = frozenset(".;:")


class Features(NamedTuple):
    """Features of one target.

    Attributes:
        names: Of the binary ones that hold.
        numbers: Values of the dense ones, `DENSE` of them.
    """

    names: list[str]
    numbers: list[float]


def features_of(
    text: str, start: int, end: int, low: int = 0, high: int | None = None, *, others: Sequence[Span] = ()
) -> Features:
    """Return the features of the target at `start` to `end`; nothing outside `low` to `high` is looked at.

    `others` are further targets in there. All are code points in `text`.
    """
    high = len(text) if high is None else high
    arguments = arguments_of(text, Span(start, end), low, high)
    context = context_of(text, start, end, low, high, others=arguments.others)
    builder = _Builder(context)
    numbers = builder.numbers
    names = [
        *builder.names,
        *arguments.names,
        *kind_of_thing(context, builder.role),
        *beside(text, Span(start, end), context, others),
        *sounds(context),
        *(f"D{index}:{_grade(number)}" for index, number in enumerate(numbers) if number),
    ]
    return Features(list(dict.fromkeys(names)), numbers)


def _sign(value: float) -> str:
    return "+" if value > 0 else "-" if value < 0 else "0"


def _size(value: float) -> str:
    if value == 0:
        return "0"
    size = abs(value)
    return _sign(value) + ("1" if size < 1.01 else "2" if size < 2.5 else "3")


def _grade(value: float) -> str:
    return _sign(value) + str(sum(abs(value) > step for step in _GRADES))


class _Builder:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._sentiment = load_sentiment()
        self.names: list[str] = []
        self.numbers = [0.0] * DENSE
        self._add = self.names.append
        governor, preposition = context.governor() if context.before else (-1, -1)
        self._surface()
        verb = None
        if context.possessive:
            role = "poss"
            self._possessive()
        else:
            verb = context.subject_of()
            role = "none" if verb is None else self._subject(verb, "p" if preposition >= 0 else "")
        role += self._governed(governor, preposition, verb)
        self._add("role:" + role)
        self._add(f"role:{role}:{context.kind}")
        self._lexicon()
        self._words()
        self._edges()
        self._topics(role)
        self.role = role

    def _surface(self) -> None:
        context = self._context
        self._add("k:" + context.kind)
        if not context.before:
            self._add("initial")
        if context.target.isupper() and len(context.target) > 4:
            self._add("caps")
        self._add(f"len:{min(6, (len(context.before) + len(context.after)) // 10)}")
        self._add(f"q:{context.quoted:d}{context.quotes:d}{context.kind}")

    # --- the role of the target

    def _possessive(self) -> None:
        after = self._context.after
        at = 1 if after and after[0].low in {"'s", "'"} else 0
        for word in after[at : at + 3]:
            self._add("PO:" + word.stem)
            if word.valence:
                self._add("POv:" + _sign(word.valence))
                self.numbers[0] += word.valence
        if len(after) > at:
            auxiliaries = self._sentiment.small.auxiliaries
            skip = at + 1
            while skip < min(len(after), at + 4) and not (after[skip].frame or after[skip].low in auxiliaries):
                skip += 1
            verb = verb_after(after, skip)
            if verb is not None:
                self._add(f"POS:{after[verb.at].stem}:{verb.negated:d}")

    def _subject(self, found: Verb, under: str) -> str:
        """Features of a subject; `under` is "p" if it stands under a preposition and may be none."""
        context, sentiment = self._context, self._sentiment
        after = context.after
        verb = after[found.at]
        role = under + ("pass" if found.passive else "subj")
        self._add(f"{role}:{verb.stem}")
        self._add(f"{role}:{verb.stem}:{found.negated:d}")
        if found.modal:
            self._add(f"mod:{found.modal}")
            self._add(f"mod:{found.modal}:{verb.stem}")
        if verb.frame is not None:
            sign = verb.frame.done_to if found.passive else verb.frame.doer
            sign = -sign if found.negated else sign
            self._add(f"{role}F:{_sign(sign)}")
            if not under:
                self.numbers[2 if found.passive else 1] += sign
            if not found.passive and verb.frame.done_to:
                self._add(f"subjT:{_sign(verb.frame.done_to)}:{found.negated:d}")
        if verb.low in sentiment.reporting:
            self._add("speaker")
            self._add(f"speaker:{context.quoted:d}{context.quotes:d}")
        total = self._predicate(found, verb)
        copula = verb.low in sentiment.small.be
        self._add(f"{under}{'cop' if copula else 'prd'}:{_sign(total)}")
        self.numbers[3 if copula else 4] += total
        if not under:
            self._more_verbs(found.at)
        return role

    def _predicate(self, found: Verb, verb: Word) -> float:
        after = self._context.after
        total = 0.0
        begin = found.at + 1
        for offset, word in enumerate(after[begin : begin + 8]):
            if word.low in _CLAUSE_SIGNS:
                break
            value = word.valence
            total += -value if value and (found.negated or is_negated(after, begin + offset)) else value
            if word.apart:
                continue
            if offset < 7 or word.low in self._sentiment.small.auxiliaries:
                self._add(f"PR:{word.stem}")
            if offset < 4 and word.text.isalpha():
                self._add(f"PR:{verb.stem}>{word.stem}")
        return total

    def _more_verbs(self, subject: int) -> None:
        """The further verbs of the same subject: "… and vowed to block it"."""
        after = self._context.after
        joined = False
        for index in range(subject + 1, min(len(after), subject + 30)):
            word = after[index]
            if word.low in _CLAUSE_SIGNS or word.low in {"that", "which", "who", "because", "if"}:
                return
            if word.low in {"and", "but", "to", ",", "or"} or (word.low.endswith("ly") and joined):
                joined = True
                continue
            if joined and word.frame is not None and word.text.islower():
                sign = -word.frame.doer if is_negated(after, index) else word.frame.doer
                self._add(f"s2:{word.stem}")
                self._add(f"s2F:{_sign(sign)}{_sign(word.frame.done_to)}")
                self.numbers[32] += sign
                self.numbers[33] += word.frame.done_to
            joined = False

    def _governed(self, governor: int, preposition: int, subject: Verb | None) -> str:
        """Features of what the target depends on; returns what is added to the role."""
        before = self._context.before
        if preposition >= 0:
            self._under_preposition(governor, before[preposition])
            return "+pp"
        if governor < 0:
            return ""
        head = before[governor]
        if subject is not None:
            self._add(f"that:{head.stem}")
            return "+that"
        negated = is_negated(before, governor)
        self._add(f"obj:{head.stem}")
        self._add(f"obj:{head.stem}:{negated:d}")
        if head.frame:
            sign = -head.frame.done_to if negated else head.frame.done_to
            self._add(f"objF:{_sign(sign)}")
            self.numbers[7] += sign
        for word in self._context.after[:4]:
            if word.low in self._sentiment.small.prepositions:
                self._add(f"obj:{head.stem}_{word.low}")
                break
        if head.low in self._sentiment.reporting:
            self._add("addressee")
        return "+obj"

    def _under_preposition(self, governor: int, preposition: Word) -> None:
        before = self._context.before
        self._add("pp:" + preposition.low)
        if governor < 0:
            return
        head = before[governor]
        self._add(f"pp:{head.stem}_{preposition.low}")
        value = head.valence or (head.frame.done_to if head.frame else 0)
        value = -value if is_negated(before, governor) else value
        if value:
            self._add(f"ppF:{preposition.low}{_sign(value)}")
            self._add(f"ppF:{_sign(value)}")
            self.numbers[5] += value
        if preposition.low == "by" and head.frame:
            self._add(f"agent:{head.stem}")
            self._add(f"agentF:{_sign(head.frame.doer)}")
            self.numbers[6] += head.frame.doer

    # --- sums of the lexicon

    def _lexicon(self) -> None:
        left, right = sums_of(self._context, after=False), sums_of(self._context, after=True)
        self.numbers[8 : 8 + _SUMS] = left
        self.numbers[16 : 16 + _SUMS] = right
        self.numbers[24 : 24 + _SUMS] = [a + b for a, b in zip(left, right, strict=True)]
        clause = _size(left.clause + right.clause)
        effect = _size(left.effect_near + right.effect_near)
        for name, value in (
            ("S", _size(left.total + right.total)),
            ("SC", clause),
            ("SCl", _size(left.clause)),
            ("SCr", _size(right.clause)),
            ("SN", _size(left.near + right.near)),
            ("SNl", _size(left.near)),
            ("SNr", _size(right.near)),
            ("SF", effect),
            ("SFl", _size(left.effect_near)),
            ("SFr", _size(right.effect_near)),
            ("SX", clause + effect),
        ):
            self._add(f"{name}:{value}")

    # --- the words

    def _words(self) -> None:
        context = self._context
        for side, words in (("l", context.before), ("r", context.after)):
            for index, word in enumerate(words):
                if not word.low[0].isalnum():
                    continue
                inside = index >= context.left if side == "l" else index < context.right
                distance = len(words) - index if side == "l" else index + 1
                self._add("w:" + word.stem)
                if inside:
                    self._add(f"c{side}:{word.stem}")
                    if distance <= NEAR:
                        self._add(f"n{side}:{word.stem}")
                if index + 1 < len(words) and words[index + 1].low[0].isalnum():
                    self._add(f"b:{word.stem} {words[index + 1].stem}")

    def _edges(self) -> None:
        """The words right before and after the target, as they are."""
        last = [word.low for word in self._context.before[-3:]]
        first = [word.low for word in self._context.after[:3]]
        for width in (1, 2, 3):
            if len(last) >= width:
                self._add("L" + " ".join(last[-width:]) + " T")
            if len(first) >= width:
                self._add("RT " + " ".join(first[:width]))
        if last and first:
            self._add(f"B{last[-1]} T {first[0]}")
            if len(first) > 1:
                self._add(f"B{last[-1]} T {first[0]} {first[1]}")
        for sign, name in (("?", "question"), ("!", "exclaim")):
            if any(word.low == sign for word in self._context.after):
                self._add(name)

    def _topics(self, role: str) -> None:
        for side, words in (("l", self._context.before), ("r", self._context.after)):
            for word in words:
                for topic in self._sentiment.topics.get(word.low, ()):
                    self._add(f"t:{topic}")
                    self._add(f"t{side}:{topic}")
                    self._add(f"tr:{topic}:{role}")
