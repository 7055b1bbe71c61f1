"""Puts what the program reads at run time into the wheel; an editable install reads it where it lies."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INSIDE = {
    "prompts": "coach/_prompts",
    "knowledge/articles": "coach/_knowledge/articles",
    "chainlit.md": "coach/web/chainlit.md",
}


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Copies prompts, articles and the welcome page to the places they have inside the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds; `version` is "editable" or "standard"."""
        if version != "editable":
            build_data["force_include"].update(INSIDE)
