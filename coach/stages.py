"""The conversation as data: the only place that names a stage or a question.

Order, ownership, sufficiency and dependence are declared here; the engine derives the rest, and the diagram in
the docs is generated from these tables. Wordings: `ask` is always usable; `ask_with` is used when every
`{placeholder}` in it is known; `variants` replace both for an owner who works alone, a large firm, or the express
journey. `probe` asks again when an answer was vague, `options` the second time, with categories and never figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Side = Literal["upstream", "downstream"] | None


@dataclass(frozen=True)
class Stage:
    id: str
    title: str
    side: Side
    purpose: str
    """What the stage settles, in the coach's words."""


@dataclass(frozen=True)
class Need:
    """A part of a sufficient answer.

    `at` is a JSON pointer ("/company/offer"), a list ("trends", at least `count` items) or a field that each
    item of a list must have ("goals.metric").
    """

    name: str
    at: str
    ask: str = ""
    """How to ask for just this part: a whole question."""
    essential: bool = False
    """Asked for when missing; the others only become open questions."""
    count: int = 1
    unless_solo: bool = False
    only_large: bool = False


@dataclass(frozen=True)
class Question:
    id: str
    stage: str
    label: str
    ask: str
    probe: str
    options: str
    needs: tuple[Need, ...]
    fields: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    """Fixed fields of the items it owns: two questions may share a list."""
    depends_on: tuple[str, ...] = ()
    ask_with: str = ""
    variants: Mapping[str, str] = field(default_factory=dict)
    follow_ups: int = 0
    """How often missing essential parts are asked for."""
    express: bool = False
    composed: bool = False
    """The coach composes the words from what was said; the person confirms or edits them."""
    idea: str = ""
    """What to look up in the library for the one idea worth citing here."""
    next_step: str = ""
    """After "I don't know": one small step that would find it out."""
    doubt: str = ""
    """Why the coach asks again: said once to someone who holds to an answer, and kept beside what they say."""


@dataclass(frozen=True)
class ListSpec:
    """A list of the plan: where it lies, its item ids' prefix, and which fields refer to items of another list."""

    pointer: str
    prefix: str
    fields: tuple[str, ...] = ("text",)
    """("text",): the plan shows plain strings."""
    refs: Mapping[str, str] = field(default_factory=dict)
    aside: str = ""
    """Items in which a rule filled this field were noted on the way: they answer no question."""


STAGES: tuple[Stage, ...] = (
    Stage("situation", "Where you stand", None, "who you are and what made you look for help"),
    Stage("market", "Market", "upstream", "what is changing around you and your clients"),
    Stage("proposition", "Proposition", "upstream", "which problem you solve, how, and why you"),
    Stage("clients", "Ideal clients", "upstream", "whom you would love more of, and whom you turn away"),
    Stage("goals", "Goals", "upstream", "what would mean that it worked"),
    Stage("processes", "Processes", "downstream", "what must happen every week or month"),
    Stage("skills", "Skills", "downstream", "what you need to be able to do"),
    Stage("tracking", "Tracking", "downstream", "how you will see progress, and when you go back upstream"),
    Stage("review", "Review", None, "what happens next, what might be wrong, and your agreement"),
)

LISTS: Mapping[str, ListSpec] = {
    "attempts": ListSpec("/situation/attempts", "a"),
    "trends": ListSpec(
        "/upstream/market/trends", "t", ("dimension", "description", "effect", "kind", "evidence")
    ),
    "alternatives": ListSpec("/upstream/market/alternatives", "l"),
    "criteria": ListSpec("/upstream/clients/criteria", "c"),
    "examples": ListSpec("/upstream/clients/examples", "e"),
    "disqualifiers": ListSpec("/upstream/clients/disqualifiers", "d"),
    "triggers": ListSpec("/upstream/clients/triggers", "r"),
    "later_segments": ListSpec("/upstream/clients/later_segments", "f"),
    "goals": ListSpec(
        "/upstream/goals",
        "g",
        ("statement", "horizon", "metric", "unit", "baseline", "target", "deadline", "owner"),
    ),
    "will_not_do": ListSpec("/summary/will_not_do", "w"),
    "processes": ListSpec(
        "/downstream/processes",
        "p",
        ("name", "serves", "kind", "owner", "first_step", "start", "hours", "money"),
        {"serves": "goals"},
    ),
    "skills": ListSpec(
        "/downstream/skills",
        "s",
        ("name", "needed_for", "level", "route", "owner", "due"),
        {"needed_for": "processes"},
    ),
    "kpis": ListSpec(
        "/downstream/tracking/kpis",
        "k",
        ("metric", "goal", "kind", "baseline", "target", "cadence", "owner", "source"),
        {"goal": "goals"},
    ),
    "return_upstream": ListSpec(
        "/downstream/tracking/return_upstream",
        "u",
        ("condition", "stage", "kpi", "belief", "review_on"),
        {"kpi": "kpis"},
    ),
    "next_actions": ListSpec("/next_actions", "n", ("what", "owner", "due")),
    "assumptions": ListSpec(
        "/assumptions", "m", ("belief", "test", "owner_says", "coach_doubts"), aside="coach_doubts"
    ),
    "risks": ListSpec("/risks", "x"),
}

NAMING = ("metric", "name", "what", "description", "belief", "condition", "statement", "text")
"""Fields that say what an item is; one has but one of them, a goal two."""
INERT_FIELDS = frozenset({"owner", "first_step", "start"})
"""Fields nothing depends on: changing them sends nothing to review."""

SCENARIOS: Mapping[str, tuple[str, str, str]] = {
    "launch": ("launching something new", "upstream", "launching a new product or service"),
    "new_market": ("entering a new market", "upstream", "entering a new market"),
    "short_term_revenue": ("revenue that has to come soon", "downstream", "driving short-term revenue"),
    "repositioning": ("being seen differently", "upstream", "brand repositioning or differentiation"),
    "conversion": ("turning more enquiries into sales", "downstream", "improving conversion and sales"),
    "scaling": ("growing what works for the long run", "both", "scaling long-term growth"),
}
"""Scenario -> how the coach says it, the recommended emphasis, and how the library's table names it."""

SCENARIO_SOURCE = "keevee"
"""The article whose table gives each scenario its emphasis."""

QUESTIONS: tuple[Question, ...] = (
    Question(
        "company",
        "situation",
        "your firm",
        ask="Let's start with you. How would you describe your firm in a sentence or two: what you sell, to whom, where, "
        "with how many people?",
        probe="Take your latest invoice: what was it for, and who paid it?",
        options="Roughly, then: do you sell a service, a product or a subscription, and to firms or to people?",
        variants={
            "express": "How would you put it in a few sentences: what you sell, to whom, with how many people, "
            "what made you look for help now?",
        },
        needs=(
            Need("offer", "/company/offer", "What would your latest invoice say you were paid for?", True),
            Need("buyers", "/company/buyers", "Who buys that from you?", True),
            Need("size", "/company/size", "How many of you are there?", True),
            Need(
                "business line",
                "/company/line",
                "Which business line is this plan for?",
                True,
                only_large=True,
            ),
            Need(
                "budget holder",
                "/company/budget_holder",
                "Who must agree to it, the holder of its budget included?",
                True,
                only_large=True,
            ),
            Need("place", "/company/place", "Where are your clients?"),
        ),
        fields=(
            "/company/offer",
            "/company/buyers",
            "/company/place",
            "/company/size",
            "/company/line",
            "/company/approvers",
            "/company/budget_holder",
        ),
        follow_ups=2,
        express=True,
        next_step="Look at your last three invoices: what was sold, and who paid.",
    ),
    Question(
        "symptom",
        "situation",
        "what made you look for help",
        ask="What made you look for help now: what is happening that shouldn't, or isn't that should?",
        probe="Which number shows it, compared with last year?",
        options="Where does it show first: too few enquiries, enquiries that don't become work, "
        "prices under pressure, or clients leaving?",
        needs=(Need("symptom", "/situation/symptom", "What is happening that shouldn't?", True),),
        fields=("/situation/symptom",),
        express=True,
        idea="when efforts miss their mark look upstream for the cause instead of doing more",
        next_step="Put this year's enquiries and sales beside last year's, month by month.",
    ),
    Question(
        "attempts",
        "situation",
        "what you have tried",
        ask="What have you tried so far, with what result?",
        probe="Which one of those would you stop tomorrow?",
        options="Was it mostly advertising, content and social media, a new website, sales calls, or events?",
        needs=(Need("attempts", "attempts", "What have you tried?", True),),
        lists=("attempts",),
        next_step="List what you spent on marketing in the last twelve months, and what each brought.",
    ),
    Question(
        "scenario",
        "situation",
        "which situation this is",
        ask="Which comes closest: launching something new, entering a new market, revenue that has to come soon, "
        "being seen differently, turning more enquiries into sales, or growing what works?",
        probe="What needs fixing first: the number of enquiries, what becomes of them, or the market itself?",
        options="Pick the nearest: launch, new market, revenue soon, repositioning, conversion, or scaling?",
        needs=(Need("scenario", "/situation/scenario", "Which of the six is closest?", True),),
        fields=("/situation/scenario",),
        depends_on=("symptom",),
        composed=True,
        idea="when to focus on upstream or downstream by scenario",
        next_step="Ask two colleagues which of the six they would have picked.",
    ),
    Question(
        "trends",
        "market",
        "what is changing",
        ask="Of all that is changing around you and your clients (people, money, technology, nature, rules), "
        "what could alter who buys?",
        probe="Think of the last client you lost: what had changed for them?",
        options="Is it more about people and their habits, the economy, technology, the environment, "
        "or laws and politics?",
        needs=(
            Need("trend", "trends", "What is changing?", True),
            Need("effect", "trends.effect", "What does that change for the people who buy from you?"),
            Need("second trend", "trends", "What else is changing?", count=2),
        ),
        lists=("trends",),
        idea="how DESTEP trends reshape the industry and clients' expectations",
        doubt="what clients pay for follows what is changing around them, and the plan has to stand on that",
        next_step="Ask your three newest clients what has changed in their business this year.",
    ),
    Question(
        "client_shift",
        "market",
        "what clients now expect",
        ask="What do clients now expect, demand or refuse to pay for that they didn't before?",
        ask_with="Given “{trend}”, what do clients now expect, demand or refuse to pay for?",
        probe="What did the last person say who pushed back on your price?",
        options="Do they mainly want it faster, cheaper, with less risk, or with more proof?",
        needs=(Need("shift", "/upstream/market/client_shift", "What do they now expect?", True),),
        fields=("/upstream/market/client_shift",),
        depends_on=("trends",),
        express=True,
        idea="understanding customers' changing expectations and unmet needs",
        doubt="what clients ask for today is what they will judge your offer by",
        next_step="Read your last five lost proposals: what was the reason given?",
    ),
    Question(
        "alternatives",
        "market",
        "what clients would do instead",
        ask="If you vanished tomorrow, what would your clients do instead, doing nothing included?",
        probe="What did your newest client use before they came to you?",
        options="Would they go to a competitor, do it themselves, hire someone, or put it off?",
        needs=(
            Need("alternative", "alternatives", "What would they do instead?", True),
            Need("second alternative", "alternatives", "And what else might they do?", count=2),
        ),
        lists=("alternatives",),
        idea="competitive strategy and what sets an offer apart from the alternatives",
        doubt="your price and your story are weighed against whatever clients would do without you",
        next_step="Ask your newest client what they would have done without you.",
    ),
    Question(
        "challenge",
        "proposition",
        "the problem you solve",
        ask="Which problem you solve hurts clients most: one they know they have, can't put off, and that costs them?",
        probe="What does waiting another year cost them?",
        options="Is what it costs them mostly money, time, risk, or reputation?",
        needs=(
            Need("problem", "/upstream/proposition/challenge/statement", "Which problem is it?", True),
            Need(
                "what it costs them",
                "/upstream/proposition/challenge/expensive",
                "What does it cost a client to leave that unsolved?",
                True,
            ),
            Need(
                "why it can't wait",
                "/upstream/proposition/challenge/urgent",
                "What makes it urgent for them?",
            ),
            Need("how it hurts", "/upstream/proposition/challenge/painful", "Where do they feel it?"),
            Need(
                "how they show they know",
                "/upstream/proposition/challenge/recognised",
                "How do you know that they know?",
            ),
        ),
        fields=(
            "/upstream/proposition/challenge/statement",
            "/upstream/proposition/challenge/painful",
            "/upstream/proposition/challenge/urgent",
            "/upstream/proposition/challenge/recognised",
            "/upstream/proposition/challenge/expensive",
        ),
        depends_on=("client_shift",),
        follow_ups=1,
        express=True,
        idea="one painful, urgent, recognized and expensive challenge that we can resolve",
        doubt="clients pay for a problem that hurts, that is urgent and that costs them; one that lacks these is put off",
        next_step="Ask three clients what the problem cost them last year.",
    ),
    Question(
        "solution",
        "proposition",
        "what they buy from you",
        ask="What exactly would they buy from you to fix that, price included?",
        probe="What stands on the first page of your proposal?",
        options="Is it something you sell today, something you would change, or something still to be built?",
        needs=(
            Need("offer", "/upstream/proposition/solution/offer", "What exactly do they buy?", True),
            Need("price", "/upstream/proposition/solution/price", "At what price?"),
            Need("outcome", "/upstream/proposition/solution/outcome", "What do they have at the end?"),
            Need(
                "whether it exists",
                "/upstream/proposition/solution/state",
                "Does it exist, or is it to be built?",
            ),
        ),
        fields=(
            "/upstream/proposition/solution/offer",
            "/upstream/proposition/solution/outcome",
            "/upstream/proposition/solution/price",
            "/upstream/proposition/solution/state",
        ),
        depends_on=("challenge",),
        idea="presenting and pricing a solution so that it meets clients' expectations",
        doubt="a client can only say yes to something that has a name, an end and a price",
        next_step="Write the offer on one page with a price, and show it to one client.",
    ),
    Question(
        "difference",
        "proposition",
        "why you",
        ask="What would you show a sceptic who asks why you rather than the next best choice?",
        ask_with="What would you show a sceptic who asks why you rather than “{alternative}”?",
        probe="They could say much of that too; what could only you say?",
        options="Is it what you know, how you work, whom you know, or what you guarantee?",
        needs=(
            Need("difference", "/upstream/proposition/difference", "Why you?", True),
            Need("proof", "/upstream/proposition/proof", "What would convince a sceptic?"),
        ),
        fields=("/upstream/proposition/difference", "/upstream/proposition/proof"),
        depends_on=("alternatives", "challenge"),
        express=True,
        idea="a unique value proposition: why customers choose you over competitors",
        doubt="a claim that others could make as well gives nobody a reason to choose you",
        next_step="Ask your best client why they stayed, and write down the very words.",
    ),
    Question(
        "ideal_client",
        "clients",
        "your ideal client",
        ask="Whom would you love ten more of: work that means something, pays, and takes you where you are going?",
        probe="You may post only fifty letters. Who gets them?",
        options="What would narrow it most: their trade, their size, their place, or the moment they are in?",
        needs=(Need("who", "criteria", "Who gets the fifty letters?", True),),
        lists=("criteria", "later_segments"),
        depends_on=("challenge",),
        express=True,
        idea="ideal clients we would love to work for, high-value meaningful work",
        doubt="an offer made for everyone speaks to nobody in particular, and your time and money are limited",
        next_step="Sort last year's clients by profit and by joy: who is on top of both lists?",
    ),
    Question(
        "examples",
        "clients",
        "real clients like that",
        ask="Which two or three real clients come closest (initials are fine)?",
        probe="Which one of them would you clone?",
        options="Do they share a trade, a size, a person who decides, or the moment they called?",
        needs=(Need("example", "examples", "Who comes closest?", True),),
        lists=("examples",),
        depends_on=("ideal_client",),
        next_step="Look through last year's clients for the two you would clone.",
    ),
    Question(
        "disqualifiers",
        "clients",
        "whom you turn away",
        ask="Whom will you turn away, even when the money is good?",
        probe="Which client cost you more than they paid?",
        options="Is it more about how they buy, how they pay, how they treat people, or what they want?",
        needs=(Need("whom", "disqualifiers", "Whom will you turn away?", True),),
        lists=("disqualifiers",),
        depends_on=("ideal_client",),
        idea="audience segmentation: not all customers are equal",
        doubt="a choice that turns nobody away leaves the time for the best clients to chance",
        next_step="Name the one client you were relieved to lose, and the first sign of it.",
    ),
    Question(
        "triggers",
        "clients",
        "what makes them look",
        ask="What has just happened when a client like that starts looking?",
        probe="What came just before your last good enquiry?",
        options="Was it a person who changed, a deadline, a loss, or a new rule?",
        needs=(Need("trigger", "triggers", "What has just happened?", True),),
        lists=("triggers",),
        depends_on=("ideal_client",),
        doubt="clients start looking when something happens, and that moment is when they listen",
        next_step="Ask your last two clients what happened in the week before they called.",
    ),
    Question(
        "positioning",
        "clients",
        "your positioning",
        ask="In one sentence: for whom, facing what, what do you do, and unlike whom?",
        ask_with="{composed} What would you change?",
        probe="Which word in it would you never say aloud?",
        options="Which part is off: whom it is for, the problem, what you do, or why you?",
        needs=(Need("positioning", "/upstream/proposition/positioning", "What would you change?", True),),
        fields=("/upstream/proposition/positioning",),
        depends_on=("ideal_client", "challenge", "solution", "difference", "alternatives"),
        composed=True,
        idea="brand positioning: how the company wants to be perceived",
        next_step="Say the sentence aloud to a client and watch where they frown.",
    ),
    Question(
        "one_year",
        "goals",
        "the goal for the next year",
        ask="Which one number, from what today to what in twelve months, would mean “this worked”?",
        probe="What is the lowest figure you would still celebrate?",
        options="Which would you count: revenue, profit, new clients, price, repeat work, or hours?",
        needs=(
            Need("metric", "goals.metric", "What would you count?", True),
            Need("target", "goals.target", "What should that number be in twelve months?", True),
            Need("baseline", "goals.baseline", "What is that number today?", True),
            Need("deadline", "goals.deadline", "By when?", True),
            Need("owner", "goals.owner", "Whose goal is it?", True, unless_solo=True),
        ),
        lists=("goals",),
        where={"horizon": "1y"},
        depends_on=("ideal_client",),
        follow_ups=2,
        express=True,
        idea="business goals for the next year",
        doubt="without one number and its date nobody can tell whether the plan worked",
        next_step="Find out today's figure: it is the one the rest is measured from.",
    ),
    Question(
        "five_year",
        "goals",
        "five years from now",
        ask="In five years, what are you known for among the people who matter to you?",
        probe="What would you refuse to become, even if it paid?",
        options="Would you rather be known for a specialism, for a kind of client, for a result, or for a place?",
        needs=(Need("reputation", "goals.statement", "What are you known for?", True),),
        fields=("/upstream/purpose",),
        lists=("goals",),
        where={"horizon": "5y"},
        idea="purpose: why the company exists and what it stands for",
        next_step="Write the sentence you would like a client to say about you in five years.",
    ),
    Question(
        "guiding_choice",
        "goals",
        "the guiding choice",
        ask="So what is the one choice that follows from all this, with what it rules out?",
        ask_with="{composed} What would you change?",
        probe="Which part would you not sign?",
        options="Which part is off: the diagnosis, the choice, or what you will not do?",
        needs=(Need("choice", "/summary/guiding_choice", "What is the choice?", True),),
        fields=("/summary/diagnosis", "/summary/guiding_choice"),
        lists=("will_not_do",),
        depends_on=("symptom", "client_shift", "challenge", "difference", "ideal_client", "one_year"),
        composed=True,
        idea="resources go to initiatives that align with strategic goals",
        doubt="a choice that gives nothing up steers nothing",
        next_step="Read it to a colleague who will disagree, and note what they say.",
    ),
    Question(
        "processes",
        "processes",
        "what must happen",
        ask="One thing, with who does it and its first step: what must happen every week or month that doesn't today?",
        ask_with="One thing, with who does it and its first step: to get from {baseline} to {target}, "
        "what must happen every week or month that doesn't today?",
        probe="What is step one, and on which day?",
        options="Is it about reaching people, selling, keeping clients, or delivering better?",
        variants={
            "solo": "One thing, with the hours a week you can give it: to get from {baseline} to {target}, "
            "what must happen every week that doesn't today?",
            "large": "One thing, with the role that holds it: to get from {baseline} to {target}, "
            "what must happen every month that doesn't today?",
        },
        needs=(
            Need("process", "processes", "What must happen?", True),
            Need("owner", "processes.owner", "Who does it?", True, unless_solo=True),
            Need("first step", "processes.first_step", "What is the first step?", True),
            Need("start", "processes.start", "On which day does it start?", True),
            Need("hours or money", "processes.hours", "How many hours a week will it take?"),
        ),
        lists=("processes",),
        depends_on=("ideal_client",),
        follow_ups=2,
        express=True,
        idea="processes to achieve business goals: campaign planning, channels, relationship",
        doubt="a goal that changes nothing in the week stays a wish",
        next_step="Put one hour in the diary this week to do it once, by hand.",
    ),
    Question(
        "skills",
        "skills",
        "what you can't do yet",
        ask="What does this need that you can't do yet, and would learn, hire or borrow?",
        ask_with="What does “{process}” need that you can't do yet, and would learn, hire or borrow?",
        probe="Where would you get stuck on Monday?",
        options="Is it more a matter of time, of knowing how, or of having someone?",
        variants={"solo": "What will you stop doing to make the time for that?"},
        needs=(
            Need("skill", "skills", "What can't you do yet?", True),
            Need("route", "skills.route", "Will you learn it, hire it, or borrow it?"),
        ),
        lists=("skills",),
        idea="leadership and skills: a marketing officer, full-time or fractional",
        next_step="Do it once by hand and note where you got stuck.",
    ),
    Question(
        "kpis",
        "tracking",
        "the early sign",
        ask="One thing you could count, and where it is written down: "
        "which early sign would show within a month that you are on track?",
        ask_with="One thing you could count, and where it is written down: "
        "which early sign would show within a month that “{goal}” is on track?",
        probe="What comes before a sale that you could count?",
        options="Would you count calls, meetings, proposals, replies, or returning clients?",
        needs=(
            Need("sign", "kpis.metric", "What would you count?", True),
            Need("source", "kpis.source", "Where is it recorded?", True),
            Need("cadence", "kpis.cadence", "How often will you look at it?"),
            Need("owner", "kpis.owner", "Who looks at it?", unless_solo=True),
        ),
        lists=("kpis",),
        where={"kind": "leading"},
        follow_ups=1,
        idea="metrics to evaluate whether the strategy is working; set goals, KPIs, check regularly",
        doubt="results show up late, and an early sign leaves time to steer",
        next_step="Start a tally on paper this week; the system can come later.",
    ),
    Question(
        "return_upstream",
        "tracking",
        "when you go back upstream",
        ask="What result, by when, would make you stop pushing and question the strategy itself?",
        ask_with="What result, by when, would make you stop pushing and question “{belief}”?",
        probe="How long would you watch it stay flat before you asked why?",
        options="What would you question first: the market, the proposition, the clients, or the goal?",
        needs=(Need("condition", "return_upstream", "What result would make you stop?", True),),
        lists=("return_upstream",),
        depends_on=("one_year",),
        idea="feedback loop: downstream data informs upstream strategy",
        doubt="it is hard to stop pushing once much has been put in, so the limit is best set beforehand",
        next_step="Put a date in the diary to look at the number and ask the question.",
    ),
    Question(
        "next_actions",
        "review",
        "the next thirty days",
        ask="What will you do within thirty days, starting with tomorrow?",
        probe="Which one of those is in your diary?",
        options="Is the first step a call, a meeting, a page to write, or something to stop?",
        needs=(
            Need("action", "next_actions", "What will you do?", True),
            Need("date", "next_actions.due", "By which day?"),
        ),
        lists=("next_actions",),
        depends_on=("processes",),
        express=True,
        idea="turning strategy into action",
        next_step="Block thirty minutes tomorrow for the smallest of them.",
    ),
    Question(
        "assumptions",
        "review",
        "what might be wrong",
        ask="Which belief in this plan would hurt most if it were wrong?",
        ask_with="Which would hurt most if it were wrong: {beliefs}?",
        probe="Whose answer would change your mind?",
        options="Is it about the market, the clients, the price, or yourselves?",
        needs=(
            Need("belief", "assumptions.belief", "Which belief?", True),
            Need("test", "assumptions.test", "How could you test it cheaply?"),
        ),
        lists=("assumptions", "risks"),
        idea="reducing risks by research before execution",
        next_step="Ask one client the question you least want to ask.",
    ),
    Question(
        "confirm",
        "review",
        "your agreement",
        ask="Would you sign this page as it stands?",
        ask_with="Would you sign this page in front of {audience} as it stands?",
        probe="Which question about it would you dread?",
        options="Shall I mark it as final, or keep it as a draft?",
        needs=(Need("agreement", "confirm", "Would you sign it?", True),),
        next_step="Sleep on it, and read page one aloud tomorrow.",
    ),
)

CONFIRM = QUESTIONS[-1].id
FOLLOW_UP_BUDGET: Mapping[str, int] = {"full": 7, "express": 3}
"""How many follow-ups for missing parts one conversation may hold: what keeps it within its promised length."""
PROBES = 2
FINDINGS_RAISED = 3
SOLO, LARGE = 1, 50
"""An owner who works alone; a firm with more people than this is large."""

QUESTION: Mapping[str, Question] = {q.id: q for q in QUESTIONS}
STAGE: Mapping[str, Stage] = {s.id: s for s in STAGES}
UPSTREAM: frozenset[str] = frozenset(s.id for s in STAGES if s.side == "upstream")
DOWNSTREAM: frozenset[str] = frozenset(s.id for s in STAGES if s.side == "downstream")
ORDER: Mapping[str, int] = {q.id: n for n, q in enumerate(QUESTIONS)}


def in_stage(stage: str) -> tuple[Question, ...]:
    """Return the questions of a stage, in order."""
    return tuple(q for q in QUESTIONS if q.stage == stage)


def is_downstream(question: str) -> bool:
    """Return whether writing this question's fields needs all upstream stages closed."""
    return QUESTION[question].stage in DOWNSTREAM


def is_late(question: str) -> bool:
    """Return whether an answer to this question must wait for upstream to close: it is downstream, or stands on that."""
    return any(map(is_downstream, (question, *QUESTION[question].depends_on)))


def owner_of(list_name: str, fields: Mapping[str, object] | None = None) -> str:
    """Return the question that owns an item of a list, by the item's fixed fields where two share the list."""
    owners = [q for q in QUESTIONS if list_name in q.lists]
    for q in owners:
        if fields and all(fields.get(k) == v for k, v in q.where.items()):
            return q.id
    return owners[0].id


def dependents(question: str) -> tuple[str, ...]:
    """Return the questions that declare a dependence on this one, in order."""
    return tuple(q.id for q in QUESTIONS if question in q.depends_on)
