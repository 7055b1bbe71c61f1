"""Articles and their passages: what the library holds, and the strict loader of our own digests.

A digest is one Markdown file: front matter (id, title, author, publisher, url, published, read_on) and
sections `## Heading {#slug}`, each with the stages it serves, the questions it answers and its text. A
passage's id is `<article id>/<slug>`.
"""

import re
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from types import NoneType
from typing import Literal

from coach.errors import ConfigError
from coach.library.words import nfc
from coach.stages import STAGE

Kind = Literal["library", "added", "upload"]

_FIELDS = ("id", "title", "author", "publisher", "url", "published", "read_on")
_REQUIRED = ("id", "title", "read_on")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEADING = re.compile(r"##\s+(?P<title>.+?)\s*\{#(?P<slug>[^}]*)\}\s*")
UPLOAD_PREFIX = "upload-"
"""No article of the library has an id that starts so: an upload can never be taken for one."""


@dataclass(frozen=True)
class Passage:
    """A citable piece of an article, 60 to 200 words."""

    id: str
    article: str
    article_title: str
    author: str | None
    publisher: str | None
    url: str | None
    published: str | None
    """ISO date, as far as it is known."""
    title: str
    """The heading it stands under."""
    stages: tuple[str, ...]
    answers: tuple[str, ...]
    """Plain questions that it answers; they are indexed with it."""
    text: str
    """Markdown, in Unicode NFC."""
    kind: Kind = "library"


@dataclass(frozen=True)
class Article:
    """One source: a digest of ours, or a document of the user's."""

    id: str
    title: str
    author: str | None
    publisher: str | None
    url: str | None
    published: str | None
    read_on: str | None
    passages: tuple[Passage, ...]


def attribution(passage: Passage) -> str:
    """How a passage is named when it is cited: a digest is ours, never its author's own words."""
    if passage.kind != "library":
        return f"your document *{passage.article_title}*"
    by = f" by {passage.author}" if passage.author else ""
    house = f" ({passage.publisher})" if passage.publisher and passage.publisher != passage.author else ""
    return f"our summary of *{passage.article_title}*{by}{house}"


def knowledge_folder() -> Path:
    """The folder of the bundled digests: inside an installed package, or beside it in a checkout.

    Raises ConfigError when neither is there.
    """
    package = Path(str(resources.files("coach")))
    for folder in (package / "_knowledge", package.parent / "knowledge"):
        if (folder / "articles").is_dir():
            return folder
    raise ConfigError(
        f"The bundled library is missing: neither {package / '_knowledge'} nor "
        f"{package.parent / 'knowledge'} has a folder 'articles'. Install the program again."
    )


def load_articles(folder: Path) -> tuple[Article, ...]:
    """Every digest in `folder` (knowledge/articles), by id. Raises ConfigError, naming file and line."""
    articles: dict[str, Article] = {}
    for path in sorted(folder.glob("*.md")):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
        article = parse_article(text, str(path))
        if article.id in articles:
            raise ConfigError(
                f"{path}:2: the article id '{article.id}' is taken by another file; choose another."
            )
        articles[article.id] = article
    return tuple(articles[key] for key in sorted(articles))


def parse_article(text: str, name: str) -> Article:
    """One digest. `name` is the file's. Raises ConfigError, naming the line and what is expected."""
    lines = nfc(text).removeprefix("\ufeff").split("\n")
    head, start = _front_matter(lines, name)
    passages: list[Passage] = []
    at = start
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        heading = _HEADING.fullmatch(lines[at])
        if not heading:
            raise ConfigError(
                f"{name}:{at + 1}: expected a heading like '## Title {{#slug}}', found {lines[at][:60]!r}."
            )
        end = next((n for n in range(at + 1, len(lines)) if re.match(r"##?\s", lines[n])), len(lines))
        passage = _passage(head, heading, lines[at + 1 : end], at + 1, name)
        if any(passage.id == other.id for other in passages):
            raise ConfigError(f"{name}:{at + 1}: the slug '{heading['slug']}' is used twice; choose another.")
        passages.append(passage)
        at = end
    if not passages:
        raise ConfigError(
            f"{name}:{len(lines)}: the article has no passages; add one under '## Title {{#slug}}'."
        )
    return Article(
        str(head["id"]), str(head["title"]), head.get("author"), head.get("publisher"), head.get("url"),
        head.get("published"), head.get("read_on"), tuple(passages),
    )  # fmt: skip


def _front_matter(lines: list[str], name: str) -> tuple[dict[str, str | None], int]:
    import yaml

    if not lines or lines[0].strip() != "---":
        raise ConfigError(f"{name}:1: expected '---', the start of the front matter.")
    end = next((n for n in range(1, len(lines)) if lines[n].strip() == "---"), None)
    if end is None:
        raise ConfigError(f"{name}:1: the front matter has no closing '---'.")
    try:
        raw = yaml.safe_load("\n".join(lines[1:end]))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + 2
        raise ConfigError(f"{name}:{line}: the front matter is not valid YAML.") from error
    if not isinstance(raw, dict):
        raise ConfigError(f"{name}:2: expected front matter like 'id: my-article'.")
    where = {key.split(":")[0].strip(): n + 1 for n, key in enumerate(lines[:end])}
    for key, value in raw.items():
        if key not in _FIELDS:
            known = ", ".join(_FIELDS)
            raise ConfigError(
                f"{name}:{where.get(str(key), 2)}: unknown field '{key}'; the fields are {known}."
            )
        if not isinstance(value, (str, date, NoneType)) or value == "":
            raise ConfigError(f"{name}:{where[key]}: '{key}' must be text in quotes, or null.")
    head = {key: value.isoformat() if isinstance(value, date) else value for key, value in raw.items()}
    _check(head, where, name)
    return head, end + 1


def _check(head: dict[str, str | None], where: dict[str, int], name: str) -> None:
    for key in _REQUIRED:
        if not head.get(key):
            raise ConfigError(f"{name}:2: the field '{key}' is missing.")
    one = str(head["id"])
    if not _SLUG.fullmatch(one) or one.startswith(UPLOAD_PREFIX):
        wanted = f"small letters, digits and hyphens, and not begin with {UPLOAD_PREFIX}"
        raise ConfigError(f"{name}:{where['id']}: the id must be {wanted}; found {one!r}.")
    for key in ("published", "read_on"):
        if head.get(key) and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", str(head[key])):
            raise ConfigError(
                f"{name}:{where[key]}: '{key}' must be a date like 2025-02-01, found {head[key]!r}."
            )


def _passage(
    head: dict[str, str | None], heading: re.Match[str], lines: list[str], first: int, name: str
) -> Passage:
    """The passage under `heading`; `first` is the line number of the heading, counted from one."""
    if not _SLUG.fullmatch(heading["slug"]):
        raise ConfigError(
            f"{name}:{first}: the slug must be small letters, digits and hyphens: {heading['slug']!r}."
        )
    stages: tuple[str, ...] | None = None
    answers: list[str] = []
    at, in_answers = 0, False
    while at < len(lines) and lines[at].strip():
        line, number = lines[at].strip(), first + at + 1
        if match := re.fullmatch(r"stages:\s*\[(.*)\]", line):
            stages = tuple(part.strip() for part in match[1].split(",") if part.strip())
            in_answers = False
            for stage in stages:
                if stage not in STAGE:
                    raise ConfigError(
                        f"{name}:{number}: no stage '{stage}'; the stages are {', '.join(STAGE)}."
                    )
        elif line == "answers:":
            in_answers = True
        elif in_answers and line.startswith("- ") and line[2:].strip():
            answers.append(line[2:].strip().strip('"'))
        else:
            raise ConfigError(
                f"{name}:{number}: expected 'stages: [...]', 'answers:' or '- a question', and then an empty line."
            )
        at += 1
    if stages is None or not answers:
        missing = "stages: [...]" if stages is None else "answers: with at least one question"
        raise ConfigError(f"{name}:{first}: '{heading['title']}' lacks '{missing}'.")
    body = "\n".join(lines[at:]).strip()
    if not body:
        raise ConfigError(f"{name}:{first}: '{heading['title']}' has no text.")
    return Passage(
        f"{head['id']}/{heading['slug']}", str(head["id"]), str(head["title"]), head.get("author"),
        head.get("publisher"), head.get("url"), head.get("published"), heading["title"], stages,
        tuple(answers), body,
    )  # fmt: skip
