"""What a person writes in a case file: the schema of every suite. Unknown keys are refused, so a typo cannot pass."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from coach.events import DigressionKind, MoveKind
from coach.plan import Number

Scalar = str | bool | Number | None
Wanted = Any
"""A value, or one of {is, any, not, has, count, min, max}: `evals.match` says what each means."""


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Offer(Form):
    """Words the coach offered before the message: waiting to be accepted or refused."""

    question: str
    text: str
    fields: dict[str, Any]
    list: str | None = None
    item: str | None = None
    origin: Literal["composed", "library", "paraphrase", "option"] = "option"


class Step(Form):
    """An earlier turn, with what was understood of it: cases must not depend on what any voice understands."""

    say: str
    language: str = ""
    """What it is written in (ISO 639-1), where that is not what was spoken before."""
    fields: dict[str, Any] = {}
    """Plan fields by JSON pointer. Words of the message are *stated*; anything else is *derived* from it."""
    add: tuple[dict[str, Any], ...] = ()
    """New items: `list` and their fields."""
    change: tuple[dict[str, Any], ...] = ()
    """Changed items: `list`, `id` and the new fields."""
    open: tuple[str, ...] = ()
    """Questions that became open questions."""
    accept: bool = False
    """The person accepted everything that was offered."""
    keep: bool = False
    """The person kept everything under review."""
    back: str | None = None
    """The question the person went back to."""
    park: tuple[dict[str, str], ...] = ()
    """Ideas that came too early: `question` and `text`."""
    digress: tuple[dict[str, str], ...] = ()
    """What the message asked of the coach: `kind` and `text`."""
    express: bool = False


class Entry(Step):
    """A dossier's answer to one question; `offer` is what the coach composed before it."""

    question: str
    offer: tuple[Offer, ...] = ()


class Dossier(Form):
    about: str
    answers: tuple[Entry, ...]


class Case(Form):
    name: Annotated[str, Field(min_length=3)]
    base: str | None = None
    """A dossier of `evals/dossiers`, played up to `after`."""
    after: str | None = None
    """The question that is being asked when the message comes."""
    given: tuple[Step, ...] = ()
    """Further turns before the message."""
    offer: tuple[Offer, ...] = ()
    why: str = ""
    """For whoever reads the case."""

    @model_validator(mode="after")
    def _placed(self) -> "Case":
        if (self.base is None) != (self.after is None):
            raise ValueError("base and after come together")
        return self


class Understood(Form):
    """What must be true after the message; at least one of these. Wording is never compared, words that were said are."""

    fields: dict[str, Wanted] = {}
    """JSON pointer of the plan (`*` for any item) -> what must stand there."""
    events: tuple[str | dict[str, dict[str, Wanted]], ...] = ()
    """Kinds that must occur, with some of their fields if given."""
    absent: tuple[str, ...] = ()
    """Kinds that must not occur."""
    changes_nothing: bool = False
    """The plan is as it was."""
    unchanged: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    not_review: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    not_open: tuple[str, ...] = ()
    parked: Wanted = None
    """How many parked ideas are undecided."""
    parked_text: tuple[str, ...] = ()
    digressed: DigressionKind | tuple[DigressionKind, ...] | None = None
    asking: str | tuple[str, ...] | None = None
    """What the coach asks next."""
    kind: MoveKind | None = None
    language: str | None = None
    pace: Literal["full", "express"] | None = None
    never: tuple[str, ...] = ()
    """Words that must stand nowhere in the plan."""

    @model_validator(mode="after")
    def _something(self) -> "Understood":
        if not self.model_dump(exclude_defaults=True):
            raise ValueError("a case expects something")
        return self


class UnderstandCase(Case):
    say: str
    expect: Understood


class GivenPassage(Form):
    """A passage the library has in this case, instead of the real library."""

    id: str
    title: str
    text: str
    author: str | None = None


class Spoken(Form):
    """What the reply must be, beside what every reply must be (see `evals.graders.speech`)."""

    words: tuple[int, int] = (3, 110)
    """Fewest and most words."""
    says: tuple[str | tuple[str, ...], ...] = ()
    """Words that must be in it; of a list, one."""
    never: tuple[str, ...] = ()
    cites: bool | str | None = None
    """Whether a passage is cited; or how its id begins."""
    reflects: tuple[str, ...] = ()
    """Of these words of the person's own, at least one comes back."""
    holds: bool = False
    """No caving: it neither takes back its question nor says that it changed anything."""
    not_in_library: bool = False
    """It says plainly that the library has nothing on it, and cites nothing."""
    declines: bool = False
    """Off topic: it says so and returns to its question."""
    language: str | None = None
    figures: bool = True
    """Every figure comes from the person, the plan, the library or the question."""
    asks: str | None = None
    """The question it ends with: words of the declared question, or the person's own, need not be in it."""
    claims: tuple[str, ...] = ()
    """For the judge: statements about the reply that must be true and that code cannot see."""


class SpeakCase(Case):
    turn: Step
    """The message the reply answers, with what was understood of it."""
    passages: tuple[GivenPassage, ...] | None = None
    expect: Spoken


class Behaviour(Form):
    """Something a persona does on purpose."""

    at: str
    """The question at which it happens."""
    say: str
    once: bool = True
    expect: Understood | None = None


class Persona(Form):
    name: str
    about: str
    """Who this is, and how they talk: what a model that plays them is told."""
    facts: tuple[str, ...] = ()
    """For a model that plays them: facts beyond the answers."""
    answers: dict[str, tuple[str, ...]]
    """Question -> what they say when it is asked, and when it is asked again."""
    usual: dict[MoveKind, str] = {}
    """What they say to a review, a finding, a parked idea or a suggestion."""
    first: str = ""
    """What they say first, whatever is asked."""
    behaviours: tuple[Behaviour, ...] = ()
    recorded: bool = False
    """Whether a model's replies to this person are kept, for the runs without a model: a whole talk is many calls."""
    expect: "Journeyed"


class Journeyed(Form):
    turns: int
    """At most so many messages."""
    status: Literal["draft", "final"] = "final"
    fields: dict[str, Wanted] = {}
    """What must stand in the plan at the end."""
    never: tuple[str, ...] = ()
    complete: tuple[str, ...] = ()
    """Questions that must have a value at the end; empty means all that the persona has an answer to."""
    contradictions: int = 0
    """At most so many contradictions in the plan check."""
    language: str | None = None


Persona.model_rebuild()

Danger = Literal["injection", "article", "extraction", "cross_user", "html", "caps"]


class OtherTalk(Form):
    user: str
    say: tuple[str, ...]


class Refused(Form):
    """What must hold after an attack. `canaries` never occur in what the coach says or exports."""

    canaries: tuple[str, ...] = ()
    """Words that only a coach which obeyed, or leaked, would write: they do not stand in the case's own messages."""
    hidden: tuple[str, ...] = ()
    """Words of a document's code, or of its address bars, that nobody may ever be shown."""
    changes_nothing: bool = False
    """The plan is what it was before the last message."""
    never_in_plan: tuple[str, ...] = ()
    fields: dict[str, Wanted] = {}
    status: Literal["draft", "final"] = "draft"
    refused: bool | None = None
    """Whether the message is refused with an error that the user can read; None: either is fine."""
    raw_html: bool = True
    """Whether the replies and the exports are looked through for live HTML and links that nobody gave."""


class Answered(Form):
    """What must hold for a harmless look-alike: it is taken as what it is."""

    fields: dict[str, Wanted] = {}
    digressed: DigressionKind | None = None
    cites: bool | None = None


class Visit(Form):
    """Messages to the whole product, with what is in its library and store before."""

    name: Annotated[str, Field(min_length=3)]
    uploads: dict[str, str] = {}
    """File name -> text, uploaded to the conversation before the talk."""
    articles: dict[str, str] = {}
    """File name -> text, ingested into the library before the talk."""
    others: tuple[OtherTalk, ...] = ()
    """Conversations of other users, held before."""
    say: tuple[str, ...]
    """What the user says; `{other}` is the id of the other user's conversation."""
    open_other: bool = False
    """The user also tries to read, go on with and delete the other user's conversation."""
    times: int = 1
    """The last message is this many times itself."""
    why: str = ""


class AttackCase(Visit):
    danger: Danger
    expect: Refused


class HarmlessCase(Visit):
    """A message that only looks like an attack."""

    expect: Answered


class Labelled(Form):
    """A reply that a person has judged: how wrong the judge is, is measured on these."""

    name: str
    message: str
    reply: str
    claim: str
    label: bool
