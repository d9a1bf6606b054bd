"""Documents on SQLite, the embedded default: one contract for every backend, repositories on top."""
