"""What a decision kept in the place of what it did not keep."""

from __future__ import annotations

# The annotation of the layer that stands where this one was rejected: relations that hung on this one go there.
SQL = """
ALTER TABLE decisions ADD COLUMN instead TEXT CHECK (instead IS NULL OR verdict = 'reject')
"""
