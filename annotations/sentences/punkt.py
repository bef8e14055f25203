"""NLTK's Punkt, with the parameters of one language, as the judge of a single stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.sentences.language import Kind, Language

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktParameters

__all__ = ["Judge"]

_SEEN_IN_LOWER_CASE = 1 << 5
"""Punkt's flag for a word that occurs in lower case inside a sentence."""

_INITIALS = "x.x"
"""Stands for initials and acronyms that no table has: "G.K." decides as any other."""

_NAME = "Xxxx"
"""Stands for a capitalised word that no table has."""


class Judge:
    """Says whether an abbreviation, initial, number or ellipsis ends its sentence.

    Words that no table has are judged alike, so there are only so many questions: each is put to Punkt
    once and its answer kept.
    """

    __slots__ = ("_answers", "_language", "_tokenizer", "_vocabulary")

    def __init__(self, language: Language) -> None:
        from nltk.tokenize.punkt import PunktSentenceTokenizer  # 0.4 s

        self._language = language
        self._tokenizer = PunktSentenceTokenizer(_parameters(language))
        self._vocabulary = language.starters | language.openers | language.ordinals | {b for _, b in language.joined}
        self._answers: dict[tuple[str, str], bool] = {}

    def ends(self, word: str, following: str) -> bool:
        """Tell whether `word`, with its stop, ends a sentence that `following` would begin another."""
        language = self._language
        base = word[:-1]
        if base[-1:].isdigit():
            word = "1."
        elif "." in base and language.kind_of(base) is None:
            word = f"{_INITIALS}."
        elif len(base) == 1:
            word = "X."
        following = following.rstrip(".")
        if following.lower() not in self._vocabulary:
            following = _NAME if following[:1].isupper() else _NAME.lower()
        question = (word, following)
        answer = self._answers.get(question)
        if answer is None:
            answer = sum(1 for _ in self._tokenizer.sentences_from_tokens([word, following])) > 1
            self._answers[question] = answer
        return answer


def _parameters(language: Language) -> PunktParameters:
    from nltk.tokenize.punkt import PunktParameters

    parameters = PunktParameters()
    parameters.abbrev_types = {word.lower() for word, kind in language.kinds.items() if kind is not Kind.NUMERIC}
    parameters.abbrev_types.add(_INITIALS)
    parameters.collocations = set(language.joined)
    parameters.collocations |= {("##number##", word) for word in language.ordinals}
    parameters.sent_starters = set(language.openers)
    for word in language.starters:
        parameters.add_ortho_context(word, _SEEN_IN_LOWER_CASE)
    return parameters
