"""`python -m annotations`."""

from annotations.cli import main

main()
