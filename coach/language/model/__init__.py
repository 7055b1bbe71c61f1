"""The model voice: a language model proposes what a message says and how to reply; code decides what of it counts."""
