"""Which sentences are worth a check, and why.

Every sentence gets one suggestion with a score, 0 to 1: how worth a check its claim is (ClaimBuster, Hassan et al.
2017). The signs of a claim (`claims_signs`) are the reasons that a person reads; a small model (`claims_model`)
weighs them together with the words. A sentence that is surely worth a check is called CFS, one that surely claims no
fact NFS; what is a fact but hardly worth it (UFS) the signs do not tell. German, French, Italian, Portuguese, Russian
and Spanish are scored by signs of their own words, other languages by figures, names and marks alone.

Scores do not carry over from one sort of text to another: offer the best of an article (`claims_ranking`) rather
than all above a threshold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from annotations.model import AttributeValue
from annotations.suggest.base import Passage, Suggestion
from annotations.suggest.claims_model import Model, Scorer, load_model, logistic, rules_alone
from annotations.suggest.claims_signs import LANGUAGES, load_signs, tokens_of
from annotations.suggest.claims_types import ClaimTypes
from annotations.text import BlockKind

__all__ = ["ClaimSuggester"]

_APART = frozenset({BlockKind.HEADING, BlockKind.BYLINE, BlockKind.CODE, BlockKind.TABLE_CELL})
"""Blocks without sentences of the article's own."""

_OF_APART = 0.25
"""What the score of a sentence in such a block is multiplied by."""

_WORTH = 0.9
_NO_FACT = 0.03
"""In debates, nine of ten sentences above the one are worth a check, and one of a hundred below the other."""
_MOST_REASONS = 6
_LONGEST = 2000
_REMEMBERED = 1 << 14


class ClaimSuggester:
    """Scores each sentence for being worth a check.

    Attributes:
        kind: As `--kind` takes it.
        label: Label of the suggestions.
    """

    kind = "claims"
    label = "claim"

    def __init__(self, model: Model | None = None) -> None:
        """Take the model that comes with the package, or another.

        Raises:
            FormatError: The model is damaged.
        """
        self._signs = load_signs()
        self._english = Scorer(load_model(self._signs) if model is None else model, self._signs)
        self._others: dict[str, Scorer] = {}
        self._types = ClaimTypes(self._signs)
        telling = sorted((sign for sign in self._signs.all if sign.reason), key=lambda sign: -sign.weight)
        ranks = [(self._signs.mask_of(sign.name), rank) for rank, sign in enumerate(telling)]
        self._texts = tuple(sign.reason for sign in telling)
        self._by_size = sorted(ranks, key=lambda item: -abs(telling[item[1]].weight))
        self._telling = sum(bit for bit, _ in ranks)
        self._attributes = lru_cache(_REMEMBERED)(self._attributes_of)
        self._reasons = lru_cache(_REMEMBERED)(self._reasons_of)

    def suggest(self, passage: Passage, sentences: Sequence[int] | None = None) -> Iterator[Suggestion]:
        """Yield one claim for each sentence, or for those whose indexes are given."""
        scorer = self._english if passage.language == "en" else self._scorer_of(passage.language)
        text, blocks, all_sentences = passage.text, passage.blocks, passage.sentences
        end_of_block, apart = -1, False
        for index in range(len(all_sentences)) if sentences is None else sentences:
            span = all_sentences[index]
            start, end = span
            if start >= end_of_block and len(blocks):
                block = blocks.index_at(start)
                end_of_block, apart = blocks.end(block), blocks.kind(block) in _APART
            tokens = tokens_of(text[start : min(end, start + _LONGEST)])
            mask, logit = scorer.weigh(tokens)
            score = logistic(logit)
            worth = "CFS" if score >= _WORTH else "NFS" if score <= _NO_FACT else ""
            if apart:
                score *= _OF_APART
                worth = ""
            yield Suggestion(
                self.label,
                (span,),
                (),
                self._attributes(mask & self._types.telling, worth),
                score,
                self._reasons(mask & self._telling, apart),
            )

    def _scorer_of(self, language: str) -> Scorer:
        """The rules alone, with the words of another language than English."""
        known = language if language in LANGUAGES else ""
        if known not in self._others:
            signs = load_signs(known)
            self._others[known] = Scorer(rules_alone(signs), signs)
        return self._others[known]

    def _attributes_of(self, mask: int, worth: str) -> Mapping[str, AttributeValue]:
        attributes: dict[str, AttributeValue] = {"checkworthiness": worth} if worth else {}
        if worth != "NFS" and (type_ := self._types.of(mask)) is not None:
            attributes["type"] = type_
        return MappingProxyType(attributes)

    def _reasons_of(self, mask: int, apart: bool) -> tuple[str, ...]:
        ranks = sorted([rank for bit, rank in self._by_size if mask & bit][:_MOST_REASONS])
        reasons = tuple([self._texts[rank] for rank in ranks])
        return ("not a sentence of the text", *reasons) if apart else reasons or ("plain statement",)
