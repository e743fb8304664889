"""The book: one SQLite file. Tables, queries, migrations, journal and copies; SQL lives only here."""
