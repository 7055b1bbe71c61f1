"""A talk does not cite one passage over and over while another says it about as well."""

from dataclasses import dataclass, replace

from coach import stages
from coach.language.wording import library_talk
from coach.library.articles import Passage
from tests.language.spoken import passages

QUESTION = stages.QUESTION["trends"]


@dataclass(frozen=True)
class Found:
    passage: Passage
    score: float
    evidence: float = 1.0


def passage(name: str, text: str) -> Passage:
    return replace(passages()[0], id=name, article=name.rpartition("/")[0], text=text)


FIRST = passage("one/a", "A trend matters to a business for what it does to its clients.")
KIN = passage("one/b", "A trend matters to every business that its clients depend on.")
OTHER = passage("two/a", "A trend matters to a business where its clients feel it first.")
FAR = passage("three/a", "A trend matters to a business that has seen it coming for years.")


class Library:
    def __init__(self, **scores: float) -> None:
        found = {"first": FIRST, "kin": KIN, "other": OTHER, "far": FAR}
        self.hits = [Found(found[name], score) for name, score in scores.items()]

    def search(self, query: str, k: int = 5, stage: str | None = None) -> list[Found]:
        return self.hits[:k]

    answer = search


def source(library: Library, *cited: str) -> str:
    part = library_talk.source_of(library, "trends", QUESTION, cited)
    assert part is not None
    assert part.citation is not None
    return part.citation.passage


def answered(library: Library, *cited: str) -> str:
    (part,) = library_talk.answers(library, "does a trend matter?", "market", "trends", cited)
    assert part.citation is not None
    return part.citation.passage


def test_options_rest_on_a_passage_that_was_not_cited_yet_where_it_says_it_about_as_well() -> None:
    library = Library(first=0.8, other=0.75, far=0.4)
    assert source(library) == FIRST.id
    assert source(library, FIRST.id) == OTHER.id


def test_a_passage_that_says_it_best_by_far_is_cited_again() -> None:
    assert source(Library(first=0.8, far=0.4), FIRST.id) == FIRST.id


def test_another_article_goes_ahead_among_about_equals() -> None:
    library = Library(first=0.8, kin=0.75, other=0.74)
    assert source(library, FIRST.id) == OTHER.id
    assert source(library) == FIRST.id


def test_an_answer_too_is_taken_from_another_passage_where_that_is_about_as_good() -> None:
    library = Library(first=0.8, other=0.75)
    assert answered(library) == FIRST.id
    assert answered(library, FIRST.id) == OTHER.id
