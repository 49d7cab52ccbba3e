"""What pages cost: `python -m tests.benchmarks --help`."""
