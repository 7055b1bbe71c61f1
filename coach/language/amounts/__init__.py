"""Figures, units and dates as people write them. A grammar of our own; libraries misread what owners type."""
