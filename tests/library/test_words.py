"""Words that mean the same are seen as the same, and words that do not are not."""

from importlib import resources

import pytest

from coach.library.articles import knowledge_folder, load_articles
from coach.library.embedding import elsewhere
from coach.library.vocabulary import FILLER, STOP, TOPICS
from coach.library.words import concepts, related, stem, terms


@pytest.mark.parametrize(
    "words",
    [
        "promise promises promised promising",
        "advertise ads advert advertising advertisement",
        "customise customised customising customize",
        "personal personalise personalised personalisation personalization",
        "behaviour behavior behaviours",
        "partner partners partnership partnerships",
        "strategy strategies strategic strategically",
        "develop developer developers developing development",
        "buy bought buying buys",
        "differ different differently differentiate differentiation",
        "business businesses",
        "organisation organisations organization",
        "customer customers customer's",
    ],
)
def test_the_forms_of_a_word_have_one_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize(
    "pair",
    [
        "business busy",
        "customer custom",
        "market marketing",
        "organisation organic",
        "four forum",
        "hours ours",
    ],
)
def test_words_that_only_look_alike_keep_apart(pair: str) -> None:
    one, other = pair.split()
    assert stem(one) != stem(other)


def test_plain_speakers_words_meet_those_of_the_articles() -> None:
    for pair in ("cash money", "rival competitor", "hire employ", "abroad foreign", "survive last"):
        one, other = map(stem, pair.split())
        assert other in related()[one]
        assert one in related()[other]
        assert set(concepts()[one]) & set(concepts()[other])


def test_a_phrase_of_words_that_say_little_is_understood() -> None:
    for said in ("Who came up with it?", "who came-up-with it"):
        assert set(related()[terms(said)[0]]) >= {stem("invent"), stem("coin")}
    assert terms("straight away") != terms("straight") != terms("away")
    assert stem("immediate") in related()[terms("straight away")[0]]
    assert terms("They came up to us with it.") == []  # the same words, and no phrase


def test_no_word_is_its_own_neighbour_and_every_row_has_two() -> None:
    assert all(one not in others for one, others in related().items())
    text = resources.files("coach.library").joinpath("synonyms.txt").read_text("utf-8")
    rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
    assert len(rows) > 300
    assert all(len(row) >= 2 and row == [word.lower() for word in row] for row in rows)


def test_a_word_says_nothing_or_names_a_subject_but_not_both() -> None:
    assert not FILLER & TOPICS
    assert not STOP & TOPICS


def test_the_questions_of_other_books_are_none_that_a_digest_lists() -> None:
    passages = [
        passage for article in load_articles(knowledge_folder() / "articles") for passage in article.passages
    ]
    listed = {one.casefold().rstrip("?") for passage in passages for one in passage.answers}
    assert len(set(elsewhere())) == len(elsewhere()) > 300
    assert not listed & {one.casefold() for one in elsewhere()}
