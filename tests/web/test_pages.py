"""The pages beside the chat: what is quoted is marked, and nothing that is shown is obeyed."""

from dataclasses import dataclass

from coach.web import pages


@dataclass(frozen=True)
class Text:
    """A passage with hostile words in every place."""

    text: str
    id: str = "a/b"
    article: str = "a"
    article_title: str = "<b>Title</b>"
    author: str | None = "<i>Author</i>"
    publisher: str | None = "House & Sons"
    url: str | None = "javascript:alert(1)"
    title: str = "<script>alert(1)</script>"
    stages: tuple[str, ...] = ()
    kind: str = "library"


def test_the_quoted_words_are_marked() -> None:
    text = "Trends matter for what they do to clients."
    assert "<mark>what they do</mark>" in pages.marked(text, (18, 30))
    assert "<mark>" not in pages.marked(text, None)


def test_a_quote_over_two_items_is_marked_in_each() -> None:
    html = pages.marked("- one two\n- three four", (6, 17))
    assert "<li>one <mark>two</mark></li>" in html
    assert "<li><mark>three</mark> four</li>" in html


def test_a_passage_that_holds_scripts_is_shown_not_obeyed() -> None:
    html = pages.passage_page(Text("<script>alert(1)</script> ![x](http://evil.example/x.png) &amp; \ue000"))
    assert "<script" not in html
    assert '<img src="http' not in html
    assert "<b>Title" not in html
    assert "<i>Author" not in html
    assert "javascript:" not in html
    assert "<mark>" not in html


def test_a_digest_is_ours_and_an_own_document_is_not() -> None:
    assert "Our summary of <cite>" in pages.passage_page(Text("x"))
    assert "From your document <cite>" in pages.passage_page(Text("x", kind="added"))


def test_a_plan_with_scripts_in_it_is_shown_not_obeyed() -> None:
    html = pages.plan_page(
        "abc", "Plan", "# Plan\n\n<img src=x onerror=alert(1)>\n\n[a](javascript:alert(1))", "draft"
    )
    assert "<img src=x" not in html
    assert 'href="javascript' not in html
    assert "A draft" in html
