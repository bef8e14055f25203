"""The coding scheme: which labels, roles, attributes and relations there are, and what fits them.

A schema is data, read from TOML (`annotations.schema.files`) or from the database. The values here check
annotations against it; they do no I/O. In all that has a name, `was` is the one that it had in an earlier version of
the schema, and `retired` is what stands only for annotations that have it already.
"""

from annotations.schema.attributes import MAX_TEXT, AttributeDef, AttributeKind, Choice
from annotations.schema.definitions import LabelDef, LineStyle, Part, RelationDef, RoleDef, Schema, Scope
from annotations.schema.hints import clip, nearest

__all__ = [
    "MAX_TEXT", "AttributeDef", "AttributeKind", "Choice", "LabelDef", "LineStyle", "Part", "RelationDef", "RoleDef",
    "Schema", "Scope", "clip", "nearest",
]  # fmt: skip
