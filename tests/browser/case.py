"""A real case, as its owner would type it: an installer of heat pumps whose enquiries fell."""

from datetime import date, timedelta

TODAY = date.today()  # noqa: DTZ011 - the server goes by this machine's clock too
BY = TODAY + timedelta(days=330)
SOON = TODAY + timedelta(days=10)


def say(day: date) -> str:
    """Return a date as one types it."""
    return f"{day.day} {day:%B %Y}"


CASE: dict[str, list[str]] = {
    "company": ["We install heat pumps for owners of older houses around Utrecht; there are 12 of us."],
    "symptom": ["Enquiries fell from 40 to 22 a month since last autumn."],
    "attempts": ["Google ads for 1,500 a month, which brought three jobs; a stand at the fair brought none."],
    "scenario": ["Being seen differently."],
    "trends": [
        "The subsidy for heat pumps changed in January, so owners wait for certainty before they buy.",
        "Energy prices swing more than before, so owners want proof of what they will save.",
    ],
    "client_shift": ["They want one fixed price and proof of the saving, and refuse to pay for advice."],
    "alternatives": ["They would go to a national chain; or keep the old boiler for another winter."],
    "challenge": [
        (
            "Owners of old houses fear a cold house after an expensive change: a wrong pump costs them 9,000 euros. "
            "It is urgent because boilers break in winter."
        )
    ],
    "solution": ["A fixed-price heat check and installation for 14,500 euros, warm within two weeks."],
    "difference": ["We measure the house before we quote; 140 of 142 houses were warm at the first try."],
    "ideal_client": ["Owners of houses from before 1940 with their own garden, who plan to stay ten years."],
    "examples": ["The families J. and De W., who both renovated in steps and told their street about it."],
    "disqualifiers": ["Landlords who only ask for the lowest price."],
    "triggers": ["Their boiler failed the yearly inspection."],
    "positioning": ["Yes"],
    "one_year": [f"From 22 to 40 enquiries a month by {say(BY)}; Anna owns it."],
    "five_year": ["Known in Utrecht as the firm that makes old houses warm, with 300 houses a year."],
    "guiding_choice": ["Yes"],
    "processes": [
        (
            "Every month we invite the street of a finished house to a warm evening; Anna does it, starting with a "
            f"call to family J. on {say(SOON)}. After each job we phone the owner in the first cold week; Bram does "
            f"it, starting with a list on {say(SOON)}."
        ),
    ],
    "skills": [f"We can't speak in front of a group yet: Anna takes a training by {say(BY)}."],
    "kpis": ["The number of neighbours at a warm evening, counted weekly by Anna in our planner."],
    "return_upstream": [
        "If enquiries stay under 28 a month for three months, we go back to the proposition."
    ],
    "next_actions": [f"Call family J. on {say(SOON)}; Anna does it."],
    "assumptions": ["That neighbours trust a warm house more than an advert; we test it with one evening."],
    "confirm": ["Yes, I would sign it."],
}
"""Question -> what the owner answers the first time, and when asked again."""
