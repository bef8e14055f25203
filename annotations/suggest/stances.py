"""Stances: who is for or against what.

`suggest` offers what the words say outright, by rules. `towards` says how a text sounds towards targets that are given,
by a small model over features of the rules (target-dependent sentiment, as in NewsMTSC by Hamborg and Donnay 2021).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from annotations.model import AttributeValue, Role, Span
from annotations.suggest.base import Passage, Suggestion
from annotations.suggest.stances_english import Draft, drafts_in
from annotations.suggest.stances_features import Features, features_of
from annotations.suggest.stances_lexicon import load_stances
from annotations.suggest.stances_model import Model, bucket_of, load_model
from annotations.suggest.stances_names import Names
from annotations.suggest.stances_others import LONGEST, POLARITIES, lowered, plainly, plainly_towards
from annotations.suggest.stances_phrases import Sentence
from annotations.suggest.stances_plain import LANGUAGES
from annotations.suggest.stances_targets import neighbours

__all__ = ["StanceSuggester"]

_SHORT = 1000
_GROUPS_OF_WORDS = frozenset(["w", "cl", "cr", "nl", "nr", "subj", "pass", "obj", "PR", "PO"])
_LIGHT = 0.15
_AFTER_TO = 3


class StanceSuggester:
    """Finds stances.

    Attributes:
        kind: stances.
        label: stance.
    """

    kind = "stances"
    label = "stance"

    def __init__(self, model: Model | None = None) -> None:
        """Take the model of target sentiment that comes with the package, or another, such as `rules_alone()`."""
        self._model = model

    def suggest(self, passage: Passage, sentences: Sequence[int] | None = None) -> Iterator[Suggestion]:
        """Yield suggestions in the order of the text; see `Suggester`."""
        if passage.language in LANGUAGES:
            yield from plainly(passage, sentences)
            return
        names = Names(passage)
        lexicon = load_stances()
        wanted = None if sentences is None else frozenset(sentences)
        text = passage.text
        all_sentences = passage.sentences
        places: list[int] = []
        current = -1
        for match in lexicon.trigger.finditer(lowered(text)):
            index = (
                all_sentences.index_at(match.start())
                if current < 0 or match.start() >= all_sentences.end(current)
                else current
            )
            if index != current:
                if places:
                    yield from self._in_sentence(passage, current, places, names)
                places = []
                current = index
            if wanted is None or index in wanted:
                places.append(match.start() + (_AFTER_TO if match[0][:2] == "to" and match[0][2:3].isspace() else 0))
        if places:
            yield from self._in_sentence(passage, current, places, names)

    def towards(self, passage: Passage, targets: Sequence[Span]) -> list[Suggestion]:
        """Return how the text sounds towards each target, in their order.

        The sentence of a target is looked at; all of the text if that is short. Only English has a model; in other
        languages a target is as it is in the stances that `suggest` finds, else neutral.

        Args:
            passage: What to look at.
            targets: Spans in the text, of names, pronouns or other noun phrases.
        """
        if passage.language in LANGUAGES:
            return plainly_towards(passage, targets)
        ordered = sorted(set(targets))
        found = {target: self._towards(passage, ordered, index) for index, target in enumerate(ordered)}
        return [found[target] for target in targets]

    def _towards(self, passage: Passage, targets: Sequence[Span], index: int) -> Suggestion:
        target = targets[index]
        text, sentences = passage.text, passage.sentences
        fragment = target
        if len(sentences):
            sentence = sentences[sentences.index_at(target.start)]
            if sentence.start <= target.start < sentence.end:
                fragment = Span(sentence.start, max(sentence.end, target.end))
        short = len(text) <= _SHORT
        low, high = (0, len(text)) if short else (fragment.start, fragment.end)
        features = features_of(text, *target, low, high, others=neighbours(targets, index, low, high))
        model = load_model() if self._model is None else self._model
        shares = model.shares(features)
        score = max(shares)
        polarity = ("against", "neutral", "favor")[shares.index(score)]
        return Suggestion(
            "stance",
            (fragment,),
            (Role("target", None, target),),
            {"polarity": polarity, "explicit": False},
            score,
            _why(model, features, polarity),
        )

    def _in_sentence(self, passage: Passage, index: int, places: list[int], names: Names) -> Iterator[Suggestion]:
        if not len(passage.sentences):
            return
        start, end = passage.sentences[index]
        if end - start > LONGEST:
            return
        sentence = Sentence(passage.text, start, end)
        starts = sentence.starts
        at = [(place, bisect_left(starts, place)) for place in places]
        words = [number for place, number in at if starts[number : number + 1] == [place]]
        found = [self._suggestion(sentence, draft, names) for draft in drafts_in(sentence, load_stances(), words)]
        seen: set[object] = set()
        for suggestion in sorted(found, key=lambda made: made.fragments[0].start):
            target = suggestion.span_of("target")
            stance = (suggestion.span_of("holder"), suggestion.attributes["polarity"])
            # In "rejected the invitations, decrying them", the second is the first.
            again = target is not None and passage.text[target.start : target.end] == "them" and stance in seen
            if not again and (target, stance[0]) not in seen:
                seen |= {stance, (target, stance[0])}
                yield suggestion

    def _suggestion(self, sentence: Sentence, draft: Draft, names: Names) -> Suggestion:
        target = sentence.span(draft.target)
        parts = [target, Span(sentence.starts[draft.at], sentence.ends[draft.end - 1])]
        roles = [_role("target", target, sentence, names)]
        if draft.holder is not None:
            holder = sentence.span(draft.holder)
            roles.insert(0, _role("holder", holder, sentence, names))
            parts.append(holder)
        fragment = Span(min(part.start for part in parts), max(part.end for part in parts))
        attributes: dict[str, AttributeValue] = {
            "polarity": POLARITIES[draft.polarity],
            "intensity": load_stances().strength.get(draft.base, 2),
            "explicit": draft.clear,
        }
        return Suggestion("stance", (fragment,), tuple(roles), attributes, draft.score, (draft.reason,))


def _role(role: str, span: Span, sentence: Sentence, names: Names) -> Role:
    words = sentence.text[span.start : span.end]
    return Role(role, names.name_of(words, span.start), span)


def _why(model: Model, features: Features, polarity: str) -> tuple[str, ...]:
    """The words that weigh most for a polarity."""
    if polarity == "neutral":
        return ("sounds neutral",)
    side = 0 if polarity == "against" else 1
    weights: dict[str, float] = {}
    for name in features.names:
        group, _, word = name.partition(":")
        if group in _GROUPS_OF_WORDS and word.isalpha():
            pair = model.weights.get(bucket_of(name))
            if pair is not None:
                weights[word] = weights.get(word, 0.0) + pair[side] - max(0.0, pair[1 - side])
    heaviest = sorted((word for word in weights if weights[word] > _LIGHT), key=lambda word: (-weights[word], word))
    words = ", ".join(f"“{word}”" for word in heaviest[:3])
    return (f"sounds {'bad' if side == 0 else 'good'} for it" + (f": {words}" if words else ""),)
