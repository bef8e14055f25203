"""How fast Stet is beside what an empty and a trivial Textual app cost: a report, never a test.

`python -m tests.benchmarks` measures the real program in a pseudo-terminal and prints a table in Markdown.
"""
