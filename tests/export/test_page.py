"""The printable page: self-contained, page one first, the picture legible, hostile text still text."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from coach.export import picture, to_html
from coach.export.page import STYLE
from coach.plan import Plan
from tests.export.plans import DATA, HOSTILE, every_value, hostile, whole


class Reader(HTMLParser):
    """What a browser would see: the elements with their attributes, and the words."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words += data


OURS = set(
    "html head meta title style body header h1 h2 h3 p span section main ul li strong em a table thead tbody tr th td figure "
    "svg desc path circle text tspan rect".split()
)


def test_the_page_says_everything_the_plan_says() -> None:
    words = " ".join(Reader(to_html(whole())).words.split())
    assert [t for t in every_value(DATA) if " ".join(t.split()) not in words] == []


def test_page_one_stands_before_the_goal_and_on_a_page_of_its_own() -> None:
    text = to_html(whole())
    places = [
        text.index(w) for w in ("Diagnosis", "the partners sell hours", "</section>", "The goal and its sum")
    ]
    assert places == sorted(places)
    assert ".one { break-after: page" in STYLE


def test_a_draft_and_a_final_plan_are_told_apart_at_the_top() -> None:
    assert '<span class="state draft">DRAFT</span>' in to_html(whole())
    assert '<span class="state final">FINAL</span>' in to_html(whole(status="final"))
    assert "Question 1?" in to_html(whole())


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_stays_text_on_the_page(value: str) -> None:
    seen = Reader(to_html(hostile(value)))
    assert set(seen.tags) <= OURS
    assert not [a for a in seen.attributes if a[0].startswith("on") or a[0] in ("src", "srcset")]
    links = {v for n, v in seen.attributes if n == "href"}
    assert links <= ({value} if re.fullmatch(r"https?://[^\s<>]+", value) else set())
    shown = " ".join(re.sub(r"[\u202a-\u202e]", "", value).replace("\x00", " ").replace("\x1b", " ").split())
    assert shown in " ".join(seen.words.split())


def test_nothing_is_loaded_and_nothing_runs() -> None:
    text = to_html(whole())
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert "url(" not in text
    assert "@import" not in text


def test_an_empty_plan_is_a_page_that_says_it_is_open() -> None:
    text = to_html(Plan(id="p", created_at="", updated_at=""))
    assert "Still open." in text
    assert "None" not in text
    assert picture.tree(Plan(id="p", created_at="", updated_at="")) == ""


def test_the_river_tells_each_stage_apart_by_shape() -> None:
    drawn = picture.river(whole(needs_review=["challenge"]))
    marks = {s.title: s.mark for s in picture.stops(whole(needs_review=["challenge"]))}
    assert marks["Proposition"] == "review"
    assert marks["Ideal clients"] == "open"
    assert marks["Where you stand"] == "settled"
    assert marks["Tracking"] == "empty"
    assert '<text x="292" y="83" class="bang"' in drawn  # the mark of the stage to look at again
    assert {"dot settled", "dot open", "dot review", "dot empty"} <= set(
        re.findall(r'class="(dot \w+)"', drawn)
    )


def test_the_tree_links_what_serves_a_goal_to_it() -> None:
    found = {b.id: b for b in picture.boxes(whole())}
    assert found["p:p1"].links == ("g:g1",)
    assert found["s:s1"].links == ("p:p1",)
    assert "g:g2" not in found  # the five-year goal is no box of the year's tree
    assert picture.tree(whole()).count('class="link"') == 2


@pytest.mark.parametrize("value", HOSTILE)
def test_the_drawings_are_whole_xml_whatever_was_typed(value: str) -> None:
    for drawn in (picture.river(hostile(value)), picture.tree(hostile(value))):
        assert ElementTree.fromstring(drawn).tag.endswith("svg")  # noqa: S314 - our own drawing


def test_long_and_wide_words_are_broken_and_cut() -> None:
    assert picture.wrap("a" * 50, 10, 2) == ("a" * 10, "a" * 9 + "…")
    assert all(len(line) <= 5 for line in picture.wrap("学校の建物を設計する会社です", 10, 4))
    assert picture.wrap("", 10, 2) == ()
