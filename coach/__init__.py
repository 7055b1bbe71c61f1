"""A strategy coach that goes upstream before it drifts downstream."""

__version__ = "0.1.0"
