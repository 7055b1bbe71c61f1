"""Evals: what the coach must understand, say, lead through and withstand, as data, with a gate that holds it there."""
