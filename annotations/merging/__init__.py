"""Bringing together what was done in several databases: by their histories, and not by guess.

`told` reads steps as they are in any database, `outcomes` says what all of them together come to, `sources` opens
what is to be merged, `refusing` says what cannot be, `here` says what is known already, `taking` takes the rest, and
`merge` does it all in one step. No module here is imported before somebody merges or syncs.
"""

from annotations.merging.merge import Merged, merge, take_back_merge
from annotations.merging.outcomes import Conflict

__all__ = ["Conflict", "Merged", "merge", "take_back_merge"]
