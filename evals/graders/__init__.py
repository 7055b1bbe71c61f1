"""Graders: small functions from what happened to verdicts. They see plain data only, so that grading again is free."""
