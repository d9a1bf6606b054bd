"""Measures the bot beside its peers, and writes docs/benchmarks.md: `python3 dev.py bench`."""
