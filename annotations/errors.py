"""The only exceptions that leave this package: one clear sentence, and a hint at what to do."""

from __future__ import annotations


class StetError(Exception):
    """Something failed for a reason that a person can understand and act on.

    Attributes:
        message: One sentence, without markup, that says what is wrong.
        hint: What to do about it, or an empty string.
        status: Exit status of a command that ends with this error: 1 the thing failed, 2 usage.
    """

    status = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(StetError):
    """The command or call was put wrongly; nothing was tried."""

    status = 2


class ReadError(StetError):
    """A file could not be made into an article (missing, empty, binary, wrongly encoded …)."""


class SchemaError(StetError):
    """A schema is broken, or an annotation does not fit the schema."""


class StoreError(StetError):
    """The database refused: foreign, newer, damaged, read-only, full or locked."""


class FullError(StoreError):
    """The disk has no room for what was to be stored."""


class ReadOnlyError(StoreError):
    """The database can be read and not written; nothing was."""


class NotFoundError(StetError):
    """What was named is not there."""


class ConflictError(StetError):
    """Somebody changed the same thing in the meantime; nothing was written."""


class FormatError(StetError):
    """A file to import is not what its format promises; names file and line."""


class ServerError(StetError):
    """A server that a library is synced with refused; what was not said to be done was not done."""


class OfflineError(ServerError):
    """The server is not to be reached, or was cut off."""
