"""Texts that are hard to draw, for Hypothesis."""

from hypothesis import strategies as st

from annotations.columns import Blocks
from annotations.text import Block, BlockKind

words = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab é“”—"),
        st.sampled_from("日本。、「」가"),
        st.sampled_from("\u0301\u0308\u200d\ufe0f\u20e3❤👍\U0001f3fd👩🇩🇪กำ\u0e48क्षि\u0600\u1100\u1161\u11a8↔"),
        st.sampled_from("\x1b\t\n\u202e\u200b\ufeff"),
        st.characters(),
    ),
    max_size=60,
)
plain_words = st.text(alphabet=st.sampled_from("aaab  é’\n"), max_size=200)


def article(parts: list[tuple[BlockKind, int, str]]) -> tuple[str, Blocks]:
    """An article of blocks (kind, level, text) with a blank line between each two."""
    blocks = Blocks()
    text = ""
    for kind, level, part in parts:
        blocks.extend([Block(kind, len(text), len(text) + len(part), level)])
        text += part + "\n\n"
    return text, blocks


def paragraphs(*texts: str) -> tuple[str, Blocks]:
    """An article of paragraphs."""
    return article([(BlockKind.PARAGRAPH, 0, text) for text in texts])
