"""All that takes time to find in an article before it can be stored: blocks, language, sentences.

`python -m annotations.importing.preparing` does it for others (`annotations.suggest.side_by_side`): of many articles,
each processor takes some.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from annotations.columns import Blocks, Sentences
from annotations.readers.base import Draft
from annotations.store.articles import digest

__all__ = ["Prepared", "answered", "prepare", "question_of"]


class Prepared(NamedTuple):
    """A draft with all that takes time to find: ready to be stored."""

    draft: Draft
    blocks: Blocks
    sentences: Sentences
    sha256: str


def prepare(draft: Draft) -> Prepared:
    """Find blocks, language and sentences of an article; the blocks of the draft are taken."""
    from annotations.sentences import language_of, sentences_of

    blocks = Blocks(draft.blocks)
    language = draft.language or language_of(draft.text)
    sentences = sentences_of(str(draft.text), blocks, language)
    return Prepared(draft._replace(blocks=iter(()), language=language), blocks, sentences, digest(draft.text))


def question_of(draft: Draft) -> bytes:
    """Write a plain text as a question to another process."""
    return json.dumps({"text": draft.text, "language": draft.language}).encode("ascii") + b"\n"


def answered(draft: Draft, answer: Mapping[str, Any]) -> Prepared:
    """Put together what another process has found in a draft."""
    return Prepared(
        draft._replace(blocks=iter(()), language=answer["language"]),
        Blocks.unpack(bytes.fromhex(answer["blocks"])),
        Sentences.unpack(bytes.fromhex(answer["sentences"])),
        answer["sha256"],
    )


def _answer(question: bytes) -> dict[str, object]:
    from annotations.readers.plain import blocks_of

    given = json.loads(question)
    text = given["text"]
    found = prepare(Draft(text, blocks_of(text), language=given["language"]))
    return {
        "blocks": found.blocks.pack().hex(),
        "sentences": found.sentences.pack().hex(),
        "language": found.draft.language,
        "sha256": found.sha256,
    }


if __name__ == "__main__":
    from annotations.suggest.side_by_side import serve

    with suppress(BrokenPipeError):
        serve(_answer)
