"""What is said to the coach beside an answer is taken off: the answer is kept, and a question is never stored as one."""

import pytest

from tests.language.hearing import after, hear

OFFER, BUYERS = "/company/offer", "/company/buyers"
SHIFT = "/upstream/market/client_shift"
STATEMENT = "/upstream/proposition/challenge/statement"


def test_who_adds_that_they_do_not_know_what_else_to_say_has_told_their_firm() -> None:
    heard = hear("I'm a farrier, I shoe horses around Malvern. not sure what else to tell you", "company")
    assert heard.value(OFFER) == "farrier"
    assert heard.value("/company/place") == "Malvern"
    assert "company" not in heard.core.open


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Their boxes get refused, about 900 a week. not sure about the exact number", "Their boxes get refused, about 900 a week"),
        ("I don't know. Maybe that nobody tests the seams", "Maybe that nobody tests the seams"),
        ("Clients don't know what a refusal costs them", "Clients don't know what a refusal costs them"),
    ],
)  # fmt: skip
def test_a_doubt_beside_a_problem_leaves_the_problem(said: str, kept: str) -> None:
    heard = hear(said, "challenge")
    assert heard.value(STATEMENT) == kept
    assert "challenge" not in heard.core.open


@pytest.mark.parametrize("said", ["I don't know really", "not sure what to put here", "dunno, sorry"])
def test_a_doubt_alone_leaves_the_question_open(said: str) -> None:
    heard = hear(said, "challenge")
    assert heard.value(STATEMENT) is None
    assert "challenge" in heard.core.open


def test_both_buyers_are_kept_and_the_reason_for_the_question_is_told() -> None:
    talk = after("We sell sound systems", at="company")
    heard = hear("Wedding venues. Also village halls. Why do you want to know that?", talk=talk)
    assert heard.value(BUYERS) == "Wedding venues; village halls"
    assert heard.digressed == {"why"}
    assert (
        "this settles who you are" in heard.reply
    )  # The reason of the question that was asked, not of the next.


@pytest.mark.parametrize(
    ("at", "said", "name", "kept"),
    [
        ("examples", "Delino and Hoste. Is that enough?", "examples", ["Delino", "Hoste"]),
        ("examples", "Delino. Why do you need names? And Hoste.", "examples", ["Delino", "Hoste"]),
        ("triggers", "A new plant manager. What is a trigger again?", "triggers", ["A new plant manager"]),
        ("attempts", "A leaflet for £300. could you give me an example of what you mean?", "attempts", ["A leaflet for £300"]),
        ("alternatives", "Do it themselves. Why is that important?", "alternatives", ["Do it themselves"]),
    ],
)  # fmt: skip
def test_what_is_answered_before_a_question_is_kept(at: str, said: str, name: str, kept: list[str]) -> None:
    assert hear(said, at).texts(name) == kept


def test_the_reason_given_is_that_of_the_question_that_was_asked() -> None:
    heard = hear("Do it themselves. Why is that important?", "alternatives")
    assert heard.asking == "challenge"
    assert "weighed against whatever clients would do without you" in heard.reply


def test_what_stands_around_a_question_is_kept_in_both_places() -> None:
    heard = hear("They want it within a day. Why do you ask? And they want proof.", "client_shift")
    assert heard.value(SHIFT) is not None
    assert "They want it within a day" in str(heard.value(SHIFT))
    assert "they want proof" in str(heard.value(SHIFT))
    assert "Why" not in str(heard.value(SHIFT))


@pytest.mark.parametrize(
    ("at", "said", "kinds"),
    [
        ("attempts", "I'm not sure. What do you mean by tried? can you give me an example", {"library", "suggest"}),
        ("solution", "what could i sell for that? i dont know, can you give me some ideas what other people charge", {"suggest"}),
        ("five_year", "dunno, got any examples?", {"suggest"}),
        ("trends", "what do other bakeries say", {"suggest"}),
        ("solution", "have you got any ideas?", {"suggest"}),
        ("trends", "sorry, can you tell me what that means", {"why"}),
        ("difference", "could you tell me why you asked nothing about the lorries?", {"help"}),
        ("alternatives", "how do I take something out", {"help"}),
        ("skills", "which ones did I skip?", {"where"}),
        ("examples", "What does my ideal client say now?", {"show"}),
    ],
)  # fmt: skip
def test_a_message_that_only_asks_changes_nothing_and_gets_its_own_answer(
    at: str, said: str, kinds: set[str]
) -> None:
    heard = hear(said, at)
    assert heard.unchanged
    assert heard.digressed == kinds
    assert heard.asking == at
    assert "The library has nothing" not in heard.reply


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("client_shift", "They ask why we do not deliver on Sundays"),
        ("client_shift", "can you do it for less"),
        ("disqualifiers", "Those who ask what it costs before anything else"),
        ("alternatives", "They'd ask how to do it themselves on YouTube"),
        ("trends", "Some ideas that were new last year are law now"),
        ("symptom", "Enquiries fell by half. We don't know what causes it."),
        ("return_upstream", "not sure. if nobody has paid for one by Easter?"),
        ("difference", "We know what an example of good packaging costs"),
    ],
)
def test_an_answer_that_speaks_of_asking_is_an_answer(at: str, said: str) -> None:
    heard = hear(said, at)
    assert heard.core.has_value(at)
    assert not heard.digressed


def test_ideas_asked_for_beside_an_answer_are_for_that_answer() -> None:
    heard = hear("Flour prices went up in March. Any ideas what else?", "trends")
    assert heard.texts("trends", "description") == ["Flour prices went up in March"]
    assert heard.asking == "client_shift"
    assert "Beside your answer, others name" in heard.reply
    assert "They want it sooner" not in heard.reply


def test_ideas_for_a_price_are_offered_and_no_library_is_quoted() -> None:
    heard = hear("what could i charge for that? no idea, what do others charge", "solution", library=True)
    assert "suggestions from my list" in heard.reply
    assert heard.unchanged


def test_how_to_take_something_out_is_told_with_words_that_work() -> None:
    told = hear("how can I remove an answer?", "alternatives")
    assert "take out “A new website for 9000 euros”" in told.reply
    done = hear("take out “A new website for 9000 euros”", "alternatives")
    assert done.texts("attempts") == []


def test_what_was_skipped_is_listed_with_the_way_back() -> None:
    talk = after("skip", at="disqualifiers")
    heard = hear("what have I skipped so far?", talk=talk)
    assert "whom you turn away" in heard.reply
    assert "go back to whom you turn away" in heard.reply
    assert hear("what have I skipped?", "triggers").reply.startswith("You have skipped nothing")


def test_what_was_parked_is_told_to_who_asks_why_nothing_was_asked_about_it() -> None:
    talk = after("They expect proof. And we should build a new website this year.", at="client_shift")
    heard = hear("why didn't you ask anything about the website?", talk=talk)
    assert "a new website this year" in heard.reply
    assert "comes back" in heard.reply


def test_politeness_before_a_question_is_no_answer() -> None:
    assert hear("Hm ok. What do you mean?", "ideal_client").unchanged
    assert hear("Sorry, I'm new to this. What's a KPI?", "ideal_client").unchanged


def test_yes_before_a_question_still_takes_what_was_offered() -> None:
    heard = hear("Yes. Why do you ask?", "positioning")
    assert heard.value("/upstream/proposition/positioning") is not None
