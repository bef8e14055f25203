"""The source of an English verb: its subject, found before it, taken over from the verb before, or after it."""

from __future__ import annotations

import re
from enum import Enum

from annotations.suggest.lexicon import Lexicon, VerbClass
from annotations.suggest.mentions import Phrase, Phrases
from annotations.suggest.quotes_frames import Cue, is_stopped
from annotations.suggest.tagging import Tagged

__all__ = ["NoSubject", "Subjects"]

_BEFORE_PARTICIPLE = frozenset(["and", "by", "while", "before", "after", "in"])
_RELATIVE = re.compile("H[Xvzb]")
_NOBODY = frozenset(["you", "nobody", "everyone", "everybody", "anyone"])


class NoSubject(Enum):
    """Why there is no subject."""

    NO_VERB = 0
    """The word is a noun, or belongs to something else."""
    BEHIND = 1
    """It may follow the verb: "said Smith"."""


class Subjects:
    """The subjects of one block."""

    def __init__(self, block: Tagged, phrases: Phrases, lexicon: Lexicon) -> None:
        self._block = block
        self._tags = block.tags
        self._phrases = phrases
        self._lexicon = lexicon
        self.last: Phrase | None = None
        """Who spoke with the verb before, in the same sentence."""

    def of(self, cue: Cue) -> Phrase | NoSubject:
        """The subject of a verb."""
        found = self._of(cue)
        if isinstance(found, Phrase) and self._is_nobody(found):
            return NoSubject.NO_VERB
        return found

    def _is_nobody(self, phrase: Phrase) -> bool:
        if self._tags[phrase.start : phrase.end] == "#" and self._block.words[phrase.start].isdigit():
            return True  # the plate says 1961
        return phrase.end - phrase.start == 1 and self._block.words[phrase.start].lower() in _NOBODY

    def _of(self, cue: Cue) -> Phrase | NoSubject:
        tags, verb = self._tags, cue.verb
        before = tags[cue.begin - 1] if cue.begin > cue.first else "|"
        bare = cue.begin == cue.at
        if bare and before in "DS" and (tags[cue.at] != "g" or verb.noun_too):
            return NoSubject.NO_VERB  # "the report", "his claims"
        if tags[cue.at] == "g":
            return self._of_participle(cue, before)
        if "F" in tags[cue.begin : cue.at]:
            owner = self._inherited(cue.first, cue.at)
            is_it = isinstance(owner, Phrase) and self._block.words[owner.start].lower() == "it"
            return NoSubject.NO_VERB if is_it else owner  # "it is one thing to say that …"
        if before == "W" or (before == "H" and verb.classes & VerbClass.REPORT and tags[cue.at] == "z"):
            return self._antecedent(cue.begin - 1, cue.first)
        if before in "nNPzy#)" or (before in "ve" and tags[cue.begin - 2] == "D"):
            found = self._phrases.before(cue.begin, cue.first)
            return found if found is not None and self._agrees(cue, found, bare=bare) else NoSubject.NO_VERB
        if before == "e" and "T" in tags[cue.begin : cue.at]:
            # "a report released last year found"
            return self._phrases.before(cue.begin - 1, cue.first) or NoSubject.NO_VERB
        if before == "," and self._lists_deeds(cue):
            return self._inherited(cue.first, cue.begin)
        if before in ",-":
            found = self._phrases.subject_before(cue.begin, cue.first)
            if found is None and not verb.noun_too:
                found = self.last
            return found or (NoSubject.BEHIND if bare else NoSubject.NO_VERB)
        if before in "&c" and not (verb.noun_too and self.last is None):
            return self._inherited(cue.first, cue.begin)
        if before == "Q" and (found := self._with_quotation(cue)):
            return found
        return NoSubject.BEHIND if before in "Q|\"'.:" and bare else NoSubject.NO_VERB

    def _lists_deeds(self, cue: Cue) -> bool:
        """Whether another verb of the same subject stands before: "Smith drank, put it down, said “Good,”"."""
        comma = self._tags.rfind(",", cue.first, cue.begin - 1)
        return comma > 0 and self._tags[comma + 1] in "vzb" and "Q" not in self._tags[comma : cue.begin]

    def _with_quotation(self, cue: Cue) -> Phrase | None:
        """A subject with quoted words, as in "the so-called “experts” said"."""
        quote = cue.begin - 1
        at = quote
        while at > cue.first and self._tags[at - 1] in "nNeA#":
            at -= 1
        if at == cue.first or self._tags[at - 1] != "D" or is_stopped(self._block, quote):
            return None
        return Phrase(at - 1, cue.begin)

    def _inherited(self, first: int, end: int) -> Phrase | NoSubject:
        return self.last or self._phrases.subject_of_sentence(first, end) or NoSubject.NO_VERB

    def _agrees(self, cue: Cue, subject: Phrase, *, bare: bool) -> bool:
        """Whether a word such as "reports" after these words is a verb."""
        verb = cue.verb
        if not verb.noun_too or not bare:
            return True
        tags = self._tags[subject.start : subject.end]
        word = self._block.words[subject.end - 1].lower()
        if tags == "P":
            return True
        following = self._tags[cue.at + 1 : cue.at + 3]
        if following[:1] in set("vzgeiXIb&.") or _RELATIVE.match(following):
            return False  # "rules that could lead"
        if verb.base:
            return word.endswith("s") or "&" in tags
        if self._tags[cue.at] == "y" and word.endswith("s") and not tags.endswith("N") and "(" not in tags:
            return False
        return "D" in tags or "N" in tags or word in self._lexicon.roles

    def _of_participle(self, cue: Cue, before: str) -> Phrase | NoSubject:
        tags, begin, first = self._tags, cue.begin, cue.first
        if "X" in tags[begin : cue.at] or "S" in tags[begin : cue.at]:
            return self._phrases.subject_before(begin, first) or self.last or NoSubject.NO_VERB
        if before in "nN" and tags[cue.at + 1 : cue.at + 2] == ":":
            return NoSubject.NO_VERB  # "Additional reporting: Kim Ruiz"
        if before in ",-Q":
            return self._inherited(first, begin)
        if before == "|" or (before in "Ic" and begin - 1 == first):
            # Speaking in Milo, she said …
            comma = tags.find(",", cue.at, cue.end)
            found = self._phrases.subject_of_sentence(comma + 1, cue.end) if comma > 0 else None
            return found or NoSubject.NO_VERB
        if before in "ny" and self._block.words[begin - 1].lower() in self._lexicon.nouns:
            return self._inherited(first, begin)  # "issued a statement saying"
        if before == "n" and self._block.words[begin - 1].lower() == "worth":
            return NoSubject.NO_VERB
        if before in "Nn" and cue.verb.classes & (VerbClass.REPORT | VerbClass.TELL | VerbClass.ASK):
            return self._phrases.last_name(begin, first) or NoSubject.NO_VERB
        if before in "&Ic" and (
            cue.verb.classes & VerbClass.REPORT or self._block.words[begin - 1].lower() in _BEFORE_PARTICIPLE
        ):
            return self._inherited(first, begin)
        return NoSubject.NO_VERB

    def _antecedent(self, relative: int, first: int) -> Phrase | NoSubject:
        """Whom "who" means; "many of whom" stays as it is."""
        if self._tags[relative - 2 : relative] == "DI" and self._block.words[relative].lower() == "whom":
            return Phrase(relative - 2, relative + 1)
        if self._block.words[relative].lower() not in {"who", "which", "that"}:
            return NoSubject.NO_VERB
        at = relative - (relative > first and self._tags[relative - 1] == ",")
        return (self._phrases.before(at, first) if at > first else None) or NoSubject.NO_VERB
