"""The only SQL: connection, migrations, articles, annotations, history."""
