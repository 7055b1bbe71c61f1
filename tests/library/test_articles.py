"""The digests: read strictly, named honestly."""

from pathlib import Path

import pytest

from coach.errors import ConfigError
from coach.library.articles import Passage, attribution, knowledge_folder, load_articles, parse_article
from tests.library.conftest import BOATS


def test_a_digest_is_read_with_everything_it_says(articles: Path) -> None:
    boats, trains = load_articles(articles)
    hull = boats.passages[0]
    assert (boats.id, trains.id) == ("boats", "trains")
    assert (hull.id, hull.title, hull.kind) == ("boats/hull", "Choosing a hull", "library")
    assert hull.stages == ("proposition",)
    assert hull.answers == ("Which hull is fastest?", "Should the hull be wood or steel?")
    assert (hull.author, hull.publisher, hull.url, hull.published) == (
        "Ann Rower",
        "Harbour Press",
        None,
        "2024-05-01",
    )
    assert hull.text.startswith("A narrow hull")
    assert hull.text.endswith("lighter by a third.")


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("---\nid: boats", "id: boats", ":1:", "expected '---'"),
        ('read_on: "2026-11-23"\n---', 'read_on: "2026-11-23"', ":1:", "no closing"),
        ("id: boats", "id: Boats!", ":2:", "small letters"),
        ("id: boats", "id: upload-boats", ":2:", "not begin with upload-"),
        ("author:", "writer:", ":4:", "unknown field 'writer'"),
        ("published: 2024-05-01", 'published: "May"', ":7:", "must be a date"),
        ('title: "On Boats"\n', "", ":2:", "'title' is missing"),
        ('author: "Ann Rower"', "author: 7", ":4:", "must be text"),
        ('title: "On Boats"', 'title: "On Boats', ":", "not valid YAML"),
        (" {#hull}", "", ":11:", "expected a heading"),
        ("{#hull}", "{#The Hull}", ":11:", "the slug"),
        ("{#crew}", "{#hull}", ":20:", "used twice"),
        ("stages: [proposition]", "stages: [sailing]", ":12:", "no stage 'sailing'"),
        ("stages: [proposition]\n", "", ":11:", "lacks 'stages"),
        ("answers:\n- What does a crew cost?", "", ":20:", "lacks 'answers"),
        ("- What does a crew cost?", "What does a crew cost?", ":23:", "expected 'stages"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_digest_is_named_with_file_and_line(old: str, new: str, where: str, what: str) -> None:
    assert old in BOATS
    with pytest.raises(ConfigError) as caught:
        parse_article(BOATS.replace(old, new, 1), "boats.md")
    assert f"boats.md{where}" in str(caught.value)
    assert what in str(caught.value)


def test_a_passage_without_words_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"boats\.md:11: 'Choosing a hull' has no text"):
        parse_article(BOATS.split("A narrow hull")[0], "boats.md")


def test_two_digests_with_one_id_are_refused(articles: Path) -> None:
    (articles / "copy.md").write_text(BOATS, encoding="utf-8")
    with pytest.raises(ConfigError, match="'boats' is taken"):
        load_articles(articles)


def test_a_digest_that_is_no_text_is_named(articles: Path) -> None:
    (articles / "bad.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"bad\.md: cannot be read as UTF-8"):
        load_articles(articles)


def test_a_digest_is_shown_as_our_summary_and_never_as_its_authors_words(articles: Path) -> None:
    boats, trains = load_articles(articles)
    assert attribution(boats.passages[0]) == "our summary of *On Boats* by Ann Rower (Harbour Press)"
    assert attribution(trains.passages[0]) == "our summary of *On Trains*"


def test_a_persons_own_document_is_called_theirs() -> None:
    plan = Passage("plan/a", "plan", "Plan", None, None, None, None, "A", (), (), "Text", "upload")
    assert attribution(plan) == "your document *Plan*"


def test_the_bundled_digests_are_read_and_fit_to_be_cited() -> None:
    found = load_articles(knowledge_folder() / "articles")
    passages = [passage for article in found for passage in article.passages]
    assert len(found) == 5
    assert len({passage.id for passage in passages}) == len(passages)
    assert all(40 <= len(passage.text.split()) <= 220 for passage in passages)
