"""What a person can do, one module for each subject; together they are the registry."""

from annotations.schema import Schema
from tui.actions import Actions
from tui.acts import changing, finding, moving, program, selecting, tagging


def all_actions(schema: Schema) -> Actions:
    """Return every action that there is for a schema.

    Raises:
        ValueError: Keys of the schema collide with others.
    """
    return Actions(
        (
            *moving.actions(schema),
            *selecting.actions(),
            *tagging.actions(schema),
            *changing.actions(),
            *finding.actions(),
            *program.actions(),
        )
    )
