"""The headless commands, one module for each group of them. `annotations.cli` puts them together.

Nothing heavy is imported before a command runs: `--help` is there at once.
"""
