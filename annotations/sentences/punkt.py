"""NLTK's Punkt, with the parameters of one language, as the judge of a single stop."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

from annotations.sentences.language import Kind, Language

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

__all__ = ["Judge", "load_punkt"]

_SEEN_IN_LOWER_CASE = 1 << 5
"""Punkt's flag for a word that occurs in lower case inside a sentence."""

_ABBREVIATION = "x.x."
"""Stands for what looks like an abbreviation and is in no table: "G.K." decides as any other."""

_NAME = "Xxxx"
"""Stands for a capitalised word that no table has."""


class Judge:
    """Says whether an abbreviation, initial, number or ellipsis ends its sentence.

    Words that no table has are judged alike, so there are only so many questions. Each is put to Punkt once,
    and its answer kept.
    """

    __slots__ = ("_answers", "_joined", "_language", "_made", "_vocabulary")

    def __init__(self, language: Language) -> None:
        self._language = language
        self._made: PunktSentenceTokenizer | None = None
        self._vocabulary = language.starters | language.openers | language.ordinals | {b for _, b in language.joined}
        self._joined = {a for a, _ in language.joined}
        self._answers: dict[tuple[str, str], bool] = {}

    def ends(self, word: str, following: str, *, name: bool = False) -> bool:
        """Tell whether `word`, with its stop, ends a sentence so that `following` begins another.

        Args:
            word: An abbreviation, initial, acronym or number with its stop, or "...".
            following: The word after it.
            name: Whether that is part of a name, whatever the tables say.
        """
        base = word[:-1]
        if base[-1:].isdigit():
            word = "1."
        elif len(base) == 1 and base not in self._language.kinds:
            word = "X."
        elif word != "..." and self._language.kind_of(base) is None and base.lower() not in self._joined:
            word = _ABBREVIATION
        following = following.rstrip(".").lower() if following[:1].islower() else following.rstrip(".").capitalize()
        if name or following.lower() not in self._vocabulary:
            following = _NAME if following[:1].isupper() else _NAME.lower()
        question = (word, following)
        answer = self._answers.get(question)
        if answer is None:
            answer = sum(1 for _ in self._tokenizer().sentences_from_tokens([word, following])) > 1
            self._answers[question] = answer
        return answer

    def _tokenizer(self) -> PunktSentenceTokenizer:
        if self._made is None:  # many a page has no such stop
            self._made = load_punkt().PunktSentenceTokenizer(_parameters(self._language))
        return self._made


def _parameters(language: Language) -> PunktParameters:
    parameters: PunktParameters = load_punkt().PunktParameters()
    parameters.abbrev_types = {word.lower() for word, kind in language.kinds.items() if kind is not Kind.NUMERIC}
    parameters.abbrev_types.add(_ABBREVIATION[:-1])
    parameters.abbrev_types |= {a for a, _ in language.joined}
    parameters.collocations = set(language.joined)
    parameters.collocations |= {("##number##", word) for word in language.ordinals}
    parameters.sent_starters = set(language.openers)
    for word in language.starters:
        parameters.add_ortho_context(word, _SEEN_IN_LOWER_CASE)
    return parameters


class _LeftOut(ModuleType):
    """Stands for a module of which nothing is used here; what is imported from it is there, and does nothing."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return _nothing


def _nothing() -> None:
    raise NotImplementedError("this part of NLTK was left out")


_LEFT_OUT = (
    "nltk.internals", "nltk.pathsec", "nltk.picklesec", "nltk.probability", "nltk.termsec", "nltk.tokenize.util",
)  # fmt: skip
"""They train Punkt, and write, check and load its files; they import what talks to the network, which takes longest."""


@cache
def load_punkt() -> ModuleType:
    """Load NLTK's Punkt without the rest of NLTK, in a tenth of the time.

    Importing a module runs the packages around it first, and those of NLTK import all there is. Here they are
    empty meanwhile, as are modules for what is not done here, and afterwards nothing of it stays among the imported
    modules, so that `import nltk` does what it always does. One thread at a time.
    """
    spec = find_spec("nltk")
    if spec is not None and "nltk" not in sys.modules:
        try:
            for folder in spec.submodule_search_locations or ():
                for name in ("nltk", "nltk.tokenize"):
                    package = ModuleType(name)
                    package.__path__ = [folder if name == "nltk" else f"{folder}/tokenize"]
                    sys.modules[name] = package
            sys.modules |= {name: _LeftOut(name) for name in _LEFT_OUT}
            return import_module("nltk.tokenize.punkt")
        except Exception:  # noqa: BLE001, S110 - another NLTK may need its packages; then all of it is imported
            pass
        finally:
            for name in [name for name in sys.modules if name.partition(".")[0] == "nltk"]:
                del sys.modules[name]
    return import_module("nltk.tokenize.punkt")
