"""What the README's figures come from: `python -m benchmarks.turn` and `python -m benchmarks.start`."""
