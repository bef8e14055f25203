"""Keeping in step with others through a PostgreSQL server, which holds what all have done.

Each person works on a library of their own. `syncing` sends what is new there and takes what others did, as merging
does with a database that came by mail; `founding` sets a server up and says who may add what. All SQL for PostgreSQL is
in `server`, `membership` and `server.sql`.
"""
