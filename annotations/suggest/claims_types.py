"""What sort of fact a sentence claims, where its signs leave no doubt. The sorts are those of the schema `news`."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import NamedTuple

from annotations.suggest.claims_signs import Signs

__all__ = ["ClaimTypes"]


class _Rule(NamedTuple):
    type: str
    needs: int
    """Signs of which one must be there."""
    also: int
    """Signs of which one must be there too; 0 if none need be."""
    never: int
    """Signs of which none may be there."""


class ClaimTypes:
    """Rules from signs to types; the first that fits decides.

    Attributes:
        telling: Mask of the signs that the rules go by.
    """

    def __init__(self, signs: Signs) -> None:
        figure = signs.mask_of("number", "amount", "percentage", "money")
        measured = signs.mask_of("percentage", "money", "figures", "change", "several_numbers")
        unclear = signs.mask_of("question", "demand", "fragment", "politeness")
        maybe = unclear | signs.mask_of("future", "supposition", "belief")
        self._rules = (
            _Rule("prediction", signs.mask_of("future"), 0, unclear | signs.mask_of("belief", "supposition")),
            _Rule("causal", signs.mask_of("cause"), measured | signs.mask_of("deed", "event"), maybe),
            _Rule("quantity", figure, measured, maybe),
            _Rule("law", signs.mask_of("law"), signs.mask_of("deed", "change"), maybe),
            _Rule(
                "comparison",
                signs.mask_of("comparison", "superlative"),
                0,
                maybe | signs.mask_of("judgement", "loaded"),
            ),
            _Rule("event", signs.mask_of("event", "deed"), signs.mask_of("date", "named"), maybe),
        )
        self.telling = reduce(or_, (rule.needs | rule.also | rule.never for rule in self._rules))

    def of(self, mask: int) -> str | None:
        """Return the type of a sentence with these signs; None where it is not clear."""
        for rule in self._rules:
            if mask & rule.needs and (mask & rule.also or not rule.also) and not mask & rule.never:
                return rule.type
        return None
