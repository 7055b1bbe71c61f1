"""The plan: what a person takes home. Schema version 1.

Every leaf with content has provenance, keyed by its JSON pointer (RFC 6901). The models only describe and
validate the shape; `coach.project` builds a plan from the state, and nothing else makes one.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

SCHEMA_VERSION: Literal[1] = 1

Scenario = Literal[
    "launch", "new_market", "short_term_revenue", "repositioning", "conversion", "scaling", "unknown"
]
Emphasis = Literal["upstream", "downstream", "both"]
Dimension = Literal["demographic", "economic", "social", "technological", "ecological", "political"]
Verdict = Literal["keep", "test", "drop", "open"]
Status = Literal["stated", "confirmed", "derived", "unknown"]
Number = int | float


def _iso(text: str) -> str:
    date.fromisoformat(text)
    return text


IsoDate = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_iso)]


class Part(BaseModel):
    """Base of every part of a plan: unknown keys are refused, so that a typo cannot pass for a field."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(Part):
    """Where something was said: the turn's number in its conversation, and the original substring."""

    turn: Annotated[int, Field(ge=0)]
    span: str


class Provenance(Part):
    """Why one leaf may stand in the plan (invariant 2)."""

    status: Status
    conversation: str = ""
    said: tuple[Said, ...] = ()
    suggestion: str | None = None
    """The id of the suggestion or composed text that was accepted (status `confirmed`)."""
    rule: str | None = None
    """The pure rule that derived the value (status `derived`)."""
    inputs: tuple[str, ...] = ()
    """JSON pointers of the leaves that the rule read."""


class Company(Part):
    offer: str | None = None
    buyers: str | None = None
    place: str | None = None
    size: Number | None = None
    line: str | None = None
    """The business line this plan is for; asked of large firms only."""
    approvers: str | None = None
    """Who must agree; asked of large firms only."""
    budget_holder: str | None = None
    """Who holds the budget; asked of large firms only."""


class Summary(Part):
    """Page one, composed from what was said and confirmed, or derived."""

    diagnosis: str | None = None
    guiding_choice: str | None = None
    will_not_do: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    riskiest_assumption: str | None = None
    decision_requested: str | None = None


class Situation(Part):
    symptom: str | None = None
    attempts: tuple[str, ...] = ()
    scenario: Scenario | None = None
    emphasis: Emphasis | None = None


class Trend(Part):
    id: str
    dimension: Dimension | None = None
    description: str | None = None
    effect: str | None = None
    kind: Literal["opportunity", "threat"] | None = None
    evidence: str | None = None


class Market(Part):
    trends: tuple[Trend, ...] = ()
    client_shift: str | None = None
    alternatives: tuple[str, ...] = ()


class Challenge(Part):
    statement: str | None = None
    painful: str | None = None
    urgent: str | None = None
    recognised: str | None = None
    expensive: str | None = None


class Solution(Part):
    offer: str | None = None
    outcome: str | None = None
    price: str | Number | None = None
    state: Literal["exists", "change", "build"] | None = None


class Proposition(Part):
    challenge: Challenge = Challenge()
    solution: Solution = Solution()
    difference: str | None = None
    proof: str | None = None
    positioning: str | None = None


class Clients(Part):
    criteria: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    disqualifiers: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    later_segments: tuple[str, ...] = ()


class Goal(Part):
    id: str
    statement: str | None = None
    horizon: Literal["1y", "5y"] = "1y"
    metric: str | None = None
    unit: str | None = None
    baseline: Number | None = None
    target: Number | None = None
    deadline: IsoDate | None = None
    owner: str | None = None


class Upstream(Part):
    market: Market = Market()
    proposition: Proposition = Proposition()
    clients: Clients = Clients()
    goals: tuple[Goal, ...] = ()
    purpose: str | None = None


class Process(Part):
    id: str
    name: str | None = None
    serves: tuple[str, ...] = ()
    kind: Literal["reach", "sell", "promote", "keep", "experience", "deliver", "other"] | None = None
    owner: str | None = None
    first_step: str | None = None
    start: IsoDate | None = None
    hours: Number | None = None
    """Hours a week."""
    money: str | Number | None = None


class Skill(Part):
    id: str
    name: str | None = None
    needed_for: tuple[str, ...] = ()
    level: Literal["have", "partly", "missing"] | None = None
    route: Literal["hire", "train", "partner", "fractional", "stop"] | None = None
    """`stop`: a solo owner makes the time by giving something up."""
    owner: str | None = None
    due: IsoDate | None = None


class Kpi(Part):
    id: str
    metric: str | None = None
    goal: str | None = None
    kind: Literal["leading", "lagging"] | None = None
    baseline: Number | None = None
    target: Number | None = None
    cadence: str | None = None
    owner: str | None = None
    source: str | None = None


class Return(Part):
    """The condition under which the owner goes back upstream, and to which stage."""

    id: str
    condition: str | None = None
    stage: str | None = None
    kpi: str | None = None
    belief: str | None = None
    review_on: IsoDate | None = None


class Tracking(Part):
    kpis: tuple[Kpi, ...] = ()
    return_upstream: tuple[Return, ...] = ()


class Downstream(Part):
    processes: tuple[Process, ...] = ()
    skills: tuple[Skill, ...] = ()
    tracking: Tracking = Tracking()


class ParkedIdea(Part):
    id: str
    text: str
    question: str
    turn: int
    verdict: Verdict = "open"


class Calculated(Part):
    """A sum done by code from the owner's figures."""

    name: str
    formula: str
    inputs: tuple[str, ...]
    value: Number
    unit: str


class Assumption(Part):
    id: str
    belief: str | None = None
    test: str | None = None
    owner_says: str | None = None
    coach_doubts: str | None = None


class Action(Part):
    id: str
    what: str | None = None
    owner: str | None = None
    due: IsoDate | None = None


class OpenQuestion(Part):
    question: str
    text: str
    missing: tuple[str, ...] = ()
    """The parts not known; empty means the whole answer."""
    reason: Literal["unknown", "skipped", "vague", "missing", "express", "left"] = "unknown"
    """`left`: the plan check pointed at it, and the plan was signed all the same."""
    rank: int
    next_step: str | None = None
    """One small step that would find it out."""


class Finding(Part):
    """Something the plan check found; it proves form and traceability, not that the strategy is good."""

    code: str
    reason: str
    severity: Literal["contradiction", "gap", "advice"]
    pointer: str
    question: str
    quotes: tuple[Said, ...] = ()
    """For a contradiction, the two spans of the owner's own words."""


class Source(Part):
    passage: str
    title: str
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    used_for: tuple[str, ...] = ()
    """Ids of the questions it was cited at."""


class Plan(Part):
    """The whole plan. `status` and `findings` are computed, never read back."""

    schema_version: Literal[1] = SCHEMA_VERSION
    id: str
    status: Literal["draft", "final"] = "draft"
    language: str = "en"
    created_at: str
    updated_at: str
    company: Company = Company()
    summary: Summary = Summary()
    situation: Situation = Situation()
    upstream: Upstream = Upstream()
    downstream: Downstream = Downstream()
    parked: tuple[ParkedIdea, ...] = ()
    calculations: tuple[Calculated, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    risks: tuple[str, ...] = ()
    next_actions: tuple[Action, ...] = ()
    needs_review: tuple[str, ...] = ()
    """Question ids, or `list/item id`, whose ground moved after they were answered."""
    open_questions: tuple[OpenQuestion, ...] = ()
    findings: tuple[Finding, ...] = ()
    sources: tuple[Source, ...] = ()
    provenance: dict[str, Provenance] = Field(default_factory=dict)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that every exported plan validates against."""
    schema = Plan.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
