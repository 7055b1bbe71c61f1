"""What a person typed is shown as typed."""

import pytest

from coach.web.words import markdown, passage_address


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Target:growth", "Target\\:growth"),
        ("5*3*2 and snake_case", "5\\*3\\*2 and snake\\_case"),
        ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
        (
            "![x](http://evil.example/p.png)",
            "\\!\\[x\\](http\\://evil.example/p.png)".replace("http\\:", "http:"),
        ),
        ("[click](javascript:alert(1))", "\\[click\\](javascript\\:alert(1))"),
        ("# not a heading", "\\# not a heading"),
        ("a ` ~c~ | d & e", "a \\` \\~c\\~ \\| d \\& e"),
        ("at 10:30", "at 10\\:30"),
    ],
)
def test_marks_that_were_typed_are_shown_not_obeyed(typed: str, shown: str) -> None:
    assert markdown(typed) == shown


def test_a_title_stays_in_italics_and_a_heading_bold() -> None:
    assert markdown("our summary of *Spark #97* by them") == "our summary of *Spark #97* by them"
    assert markdown("by `coach plan export a_b`") == "by `coach plan export a_b`"
    assert markdown("**Market**\n- Changing: prices") == "**Market**\n- Changing: prices"


def test_what_stands_inside_emphasis_is_escaped_too() -> None:
    assert markdown("*a_b <i>*") == "*a\\_b \\<i\\>*"


def test_an_address_of_a_passage_cannot_break_out_of_its_link() -> None:
    address = passage_address("a/b) [x](http://evil.example", 'say "(hi)" & <go>')
    assert not set(address) & set('()[]<>" ')
    assert address.startswith("/library/a/b%29")
