"""Versions of a text: what they have in common, where annotations of one stand in another, what was changed.

`likeness`, `sentence_pairs`, `alignment`, `anchoring` and `carrying`, each on the one before, are plain code on texts
and annotations; the others read and write versions of articles in the library.
"""
