"""Prompts: files that anybody can edit, with declared variables, filled strictly and once.

A value is never looked at for placeholders: what a person typed or a document says stays what it is.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import yaml

from coach.errors import ConfigError

_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_PART = re.compile(r"^\{\{#(\w+)\}\}\n(.*?)^\{\{/\1\}\}(?:\n|\Z)", re.MULTILINE | re.DOTALL)
"""Lines that are sent only where a variable has something to say."""
_MARK = re.compile(r"\{\{\s*[#/^]\s*([^{}]*?)\s*\}\}")
_ANY = re.compile(r"\{\{[^{}]*\}\}")
_SPLIT = re.compile(r"^=== message ===$", re.MULTILINE)
_KEYS = frozenset({"purpose", "variables"})


@dataclass(frozen=True)
class Filled:
    """What is sent: the standing instructions, and the message of this turn."""

    system: str
    message: str
    name: str = ""
    digest: str = ""


@dataclass(frozen=True)
class Prompt:
    name: str
    purpose: str
    variables: tuple[str, ...]
    system: str
    message: str
    digest: str
    """The first twelve digits of the SHA-256 of the file: logged, and kept beside eval results."""

    @property
    def rules(self) -> str:
        """What both halves say themselves, without what is put into them: never to be told to a person."""
        return _ANY.sub("", f"{self.system}\n{self.message}")

    def fill(self, **values: str) -> Filled:
        """Put every declared variable in its place; a part marked with one that is empty is left out.

        Raises:
            ConfigError: a variable is missing, or one is given that the prompt does not declare.
        """
        wrong = sorted(set(self.variables) ^ set(values))
        if wrong:
            raise ConfigError(f"The prompt {self.name} and the program disagree about {', '.join(wrong)}.")

        def put(text: str) -> str:
            kept = _PART.sub(lambda m: m[2] if values[m[1]] else "", text)
            return _PLACE.sub(lambda m: values[m[1]], kept).strip()

        return Filled(put(self.system), put(self.message), self.name, self.digest)


def prompts_folder() -> Path:
    """The folder of the prompts: inside an installed package, or beside it in a checkout.

    Raises ConfigError when neither is there.
    """
    package = Path(str(resources.files("coach")))
    for folder in (package / "_prompts", package.parent / "prompts"):
        if any(folder.glob("*.md")):
            return folder
    raise ConfigError("The prompts are missing: install the program again.")


@lru_cache(maxsize=16)
def load(name: str, folder: Path | None = None) -> Prompt:
    """Read a prompt file, once.

    Raises:
        ConfigError: it is not there, or its front matter and its text do not agree; says where.
    """
    path = (folder or prompts_folder()) / f"{name}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The prompt {path} cannot be read: put it back, as UTF-8 text.") from error
    return parse(name, text)


def parse(name: str, text: str) -> Prompt:
    """Read the text of a prompt file. Raises ConfigError where it is not as a prompt must be."""
    head = re.match(r"\A---\n(.*?)\n---\n", text, re.DOTALL)
    try:
        meta = yaml.safe_load(head[1]) if head else None
    except yaml.YAMLError as error:
        raise ConfigError(f"The prompt {name}: its first lines are no YAML.") from error
    if head is None or not isinstance(meta, dict) or set(meta) != _KEYS:
        raise ConfigError(f"The prompt {name} begins with --- and has exactly: {', '.join(sorted(_KEYS))}.")
    variables = tuple(str(v) for v in meta["variables"] or ())
    parts = _SPLIT.split(text[head.end() :])
    if len(parts) != 2:
        raise ConfigError(f"The prompt {name} has one line '=== message ===' between its two halves.")
    # Marks that are left over once the parts are taken out have no partner, or stand beside something else.
    odd = [
        o for part in _SPLIT.split(text[head.end() :]) for o in _MARK.findall(_PART.sub(lambda m: m[2], part))
    ]
    if odd:
        raise ConfigError(
            f"The prompt {name}: {{{{#{odd[0]}}}}} and {{{{/{odd[0]}}}}} stand on lines of their own, in pairs."
        )
    used = set(_PLACE.findall(text[head.end() :])) | {m[1] for m in _PART.finditer(text[head.end() :])}
    for which, names in (("uses but does not declare", used - set(variables)),
                         ("declares but does not use", set(variables) - used)):  # fmt: skip
        if names:
            raise ConfigError(f"The prompt {name} {which} {', '.join(sorted(names))}.")
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Prompt(name, str(meta["purpose"]), variables, parts[0].strip(), parts[1].strip(), digest)


_TAGS = re.compile(r"<(?=/?\s*(?:message|reply|document|passage|known|task|said)\b)", re.IGNORECASE)


def fenced(text: str) -> str:
    """Return a person's or a document's words so that they cannot close the tag they stand in."""
    return _TAGS.sub("‹", text)
