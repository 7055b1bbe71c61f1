"""What no case can reach by talking: a plan that is signed while a correction still waits for a look."""

import pytest

from coach import engine
from coach.errors import IllegalEvent
from coach.events import Confirmed
from evals.forms import Step, UnderstandCase, Understood
from evals.stand import begun, heard, replied, stand


def test_a_plan_is_not_signed_while_something_is_under_review() -> None:
    price = Step(say="The price is €22,000", fields={"/upstream/proposition/solution/price": "€22,000"})
    belief = Step(
        say="That treasurers decide", add=({"list": "assumptions", "belief": "That treasurers decide"},)
    )
    at_the_end = UnderstandCase(
        name="end",
        base="architect",
        after="assumptions",
        say="yes",
        expect=Understood(changes_nothing=True),
        given=(belief,),
    )
    signed = begun(stand(at_the_end), "yes")
    assert engine.reduce(signed, Confirmed(said=signed.said("yes"))).core.confirmed is not None
    waiting = begun(replied(heard(stand(at_the_end), price)), "yes")
    assert waiting.core.review
    with pytest.raises(IllegalEvent, match="review"):
        engine.reduce(waiting, Confirmed(said=waiting.said("yes")))
