"""What a person does with a library, without a screen; both front ends call this.

`holdings` has the articles and the scheme that they are read with, `committing` changes them in steps of the history,
`relating` and `shelving` do so with relations and with whole articles, and `workspace` is all of it with what is done
to annotations.
"""

from annotations.workspace.edits import Document, Edit, Joined, Tagged
from annotations.workspace.workspace import Workspace

__all__ = ["Document", "Edit", "Joined", "Tagged", "Workspace"]
