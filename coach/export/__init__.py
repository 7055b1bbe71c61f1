"""The plan as JSON, Markdown and pictures, all from the same model."""
