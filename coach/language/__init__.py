"""What the person said, and what the coach says: the two effects at the edges of the engine."""
