"""A message being understood: its text, the state as its events change it, and the events so far."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from coach import engine, stages
from coach.errors import IllegalEvent
from coach.events import (
    Answered,
    AnyEvent,
    ItemAdded,
    ItemChanged,
    Scalar,
    Value,
)
from coach.language.reading.hedges import BACK_LATER, bare
from coach.plan import Said
from coach.state import Core, State
from coach.writes import JOINT

PURPOSE = "/upstream/purpose"
_FILLER = re.compile(
    r"(?:(?:no+|nope|yes|yeah|ok(?:ay)?|lol|ha(?:ha)+|omg|sorry|please|thanks|thank you|bye|well|hm+|erm?|wrong|right|anyway)[\s,.!]*)+",
    re.IGNORECASE,
)
"""Words that are no item of any list: they stand between those that are."""
CUT_OFF = re.compile(r"^['’](?:d|ll|ve|re|m)\s+(?=\w)", re.IGNORECASE)
"""What is left of "I'd" where a span was cut behind its pronoun."""
_EDGES = " \t\n\r,;:.!?-–—"


def trim(text: str) -> str:
    """Return a span without the punctuation and white space at its edges, closing brackets and quotes kept."""
    return text.strip(_EDGES)


@dataclass
class Draft:
    state: State
    text: str
    events: list[AnyEvent] = field(default_factory=list)

    @property
    def core(self) -> Core:
        return self.state.core

    def emit(self, event: AnyEvent) -> bool:
        """Add an event and apply it; an illegal one is kept only where the turn may still park it."""
        try:
            self.state = engine.reduce(self.state, event)
        except IllegalEvent:
            if isinstance(event, Answered | ItemAdded | ItemChanged) and stages.is_downstream(event.question):
                self.events.append(event)
            return False
        self.events.append(event)
        return True

    def said(self, span: str) -> Said:
        return self.state.said(span)

    def stated(self, *spans: str, joint: str = JOINT) -> Value:
        """Return a value that is the person's own words; `joint` stands between those that do not follow each other."""
        kept = [s for s in (trim(bare(CUT_OFF.sub("", trim(s), count=1))) for s in spans) if s]
        kept = [s for s in kept if not BACK_LATER.fullmatch(s)] or kept
        kept = self._together(kept) if len(kept) > 1 else kept
        return Value(value=joint.join(kept), said=tuple(self.said(s) for s in kept))

    def _together(self, spans: list[str]) -> list[str]:
        """One span for words that follow each other in the message: their own marks between them are kept."""
        at, end = self.text.find(spans[0]), -1
        for span in spans:
            begin = self.text.find(span, max(at, end))
            if begin < 0 or (end >= 0 and re.search(r"\w.*\w", self.text[end:begin])):
                return spans
            end = begin + len(span)
        return [self.text[at:end]]

    def derived(
        self, value: Scalar | tuple[str, ...], span: str, rule: str, inputs: tuple[str, ...] = ()
    ) -> Value:
        """Return a value that a pure rule reads from the person's words."""
        span = trim(span) or span.strip()
        said = (self.said(span),) if span else ()
        return Value(value=value, status="derived", rule=rule, said=said, inputs=inputs)

    def answer(self, question: str, fields: dict[str, Value]) -> bool:
        full = {k: v for k, v in fields.items() if v.value not in ("", ())}
        return bool(full) and self.emit(Answered(question=question, fields=full))

    def add(self, question: str, list_name: str, fields: dict[str, Value]) -> bool:
        full = {k: v for k, v in fields.items() if v.value not in ("", ())}
        if not full:
            return False
        return self.emit(
            ItemAdded(question=question, list=list_name, id=self.state.next_id(list_name), fields=full)
        )

    def change(self, question: str, list_name: str, item: str, fields: dict[str, Value]) -> bool:
        full = {k: v for k, v in fields.items() if v.value not in ("", ())}
        full |= self._restated(list_name, item, full)
        old = self.core.item(list_name, item)
        known_for = old.get("statement") if old is not None and list_name == "goals" else None
        done = bool(full) and self.emit(ItemChanged(question=question, list=list_name, id=item, fields=full))
        held = self.core.values.get(PURPOSE)
        if done and "statement" in full and held is not None and held.value == known_for:
            # Said once, it stands in the plan twice: the five-year goal, and what the firm is for.
            self.answer(question, {PURPOSE: full["statement"]})
        return done

    def _restated(self, list_name: str, item_id: str, new: dict[str, Value]) -> dict[str, Value]:
        """The words for a goal whose figures were replaced: what it counts, since its sentence holds the old ones."""
        item = self.core.item(list_name, item_id)
        old = item.fields.get("statement") if item is not None and "statement" not in new else None
        if item is None or old is None or item.get("horizon") == "5y":
            return {}
        replaced = [
            n
            for n in ("metric", "baseline", "target")
            if n in new and n in item.fields and new[n].value != item.get(n)
        ]
        named = new.get("metric") or item.fields.get("metric")
        if not replaced:
            return {}
        if named is not None:
            return {"statement": named}
        for n in replaced:
            old = self._with_figure(old, item.fields[n], new[n])
        return {} if old == item.fields["statement"] else {"statement": old}

    def _with_figure(self, words: Value, was: Value, now: Value) -> Value:
        """Words with one figure put right; as they were where it does not stand in them once."""
        figure = rf"(?<![\d.,]){re.escape(str(was.value))}(?![\d.,]*\d)"
        if len(re.findall(figure, str(words.value))) != 1 or words.conversation != self.state.conversation:
            return words
        changed = re.sub(figure, str(now.value), str(words.value))
        return words.model_copy(
            update={"value": changed, "status": "derived", "rule": "edit", "said": (*now.said, *words.said)}
        )

    def add_texts(self, question: str, list_name: str, spans: Iterable[str]) -> bool:
        there = {str(i.get("text")).casefold() for i in self.core.items.get(list_name, ())}
        done = False
        for span in spans:
            text = trim(span)
            if (
                text
                and text.casefold() not in there
                and not (_FILLER.fullmatch(text) or BACK_LATER.fullmatch(text))
            ):
                there.add(text.casefold())
                done |= self.add(question, list_name, {"text": self.stated(text)})
        return done
