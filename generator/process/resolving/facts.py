"""All facts of a case in one namespace: what the workflow brings, and what the spec declares."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from generator.conditions.naming import Names
from generator.conditions.syntax import Kind, Type, Value
from generator.diagnostics import Diagnostic, Note
from generator.language.rules import Field
from generator.language.spec import Spec
from generator.language.values import Written
from generator.nodes import error
from generator.process.characters import normal
from generator.process.model import Choice, Fact, FactRef, Origin
from generator.source import NOWHERE, Span

YES_NO = Type(kind="yes_no")
TEXT = Type(kind="text")
KIND_OF: Mapping[str, Kind] = {
    "text": "text", "long_text": "long_text", "yes_no": "yes_no", "choice": "choice", "number": "number",
    "date": "date", "date_time": "moment", "person": "person", "email": "text", "phone": "text",
}  # fmt: skip
LATER = frozenset(
    ("stage", "team", "route", "patient_verified", "verified_identifiers", "reclassified", "classified_by", "stalled",
     "closed", "reopened", "keep_until", "minutes_to_first_acceptance", "minutes_to_last_acceptance", "time_to_triage")
)  # fmt: skip
"""Built-in facts that intake does not know yet."""


def built_in(spec: Spec) -> Iterator[Fact]:
    """The facts that are always there: language.md section 2, and `unreadable`, `route` and `keep_until`."""
    category = tuple(Choice(id=one.id.text, label=one.label.text) for one in spec.categories)
    level = tuple(Choice(id=one.id.text, label=one.label.text) for one in spec.urgency)
    stage = tuple(Choice(id=one.id.text, label=one.label.text) for one in spec.stages)
    team = tuple(Choice(id=one.id.text, label=one.label.text) for one in spec.teams)
    channel = tuple(Choice(id=one.id.text, label=one.origin.text) for one in spec.channels)
    by = (Choice(id="automation", label="Automation"), Choice(id="person", label="A person"))
    urgency = Type(kind="urgency", values=tuple(one.id for one in level))
    yield choice("channel", "Channel", channel)
    yield choice("category", "Category", category, by_people=True)
    yield choice("first_category", "First category", category)
    yield made("urgency", "Urgency", urgency, by_people=True, choices=level)
    yield made("first_urgency", "First urgency", urgency, choices=level)
    yield choice("stage", "Stage", stage, by_people=True)
    yield choice("team", "Team", team)
    yield made("route", "Route", TEXT)
    yield made("owner", "Owner", Type(kind="person"), by_people=True)
    yield made("received_on", "Received on", Type(kind="date"))
    yield made("received_at", "Received at", Type(kind="moment"))
    yield made("patient_verified", "Patient verified", YES_NO, by_people=True)
    yield made("verified_identifiers", "Verified identifiers", TEXT, by_people=True)
    yield made("special_handling", "Special handling", YES_NO)
    yield made("unreadable", "Could not be read", YES_NO)
    yield made("reclassified", "Re-classified", YES_NO)
    yield choice("classified_by", "Classified by", by)
    yield made("stalled", "Stalled", YES_NO)
    yield made("closed", "Closed", YES_NO)
    yield made("reopened", "Re-opened", YES_NO)
    yield made("linked", "Linked case", YES_NO)
    yield made("keep_until", "Keep until", Type(kind="date"))
    yield made("minutes_to_first_acceptance", "Minutes to first acceptance", Type(kind="number"))
    yield made("minutes_to_last_acceptance", "Minutes from last opening to acceptance", Type(kind="number"))
    yield made("time_to_triage", "Time to triage (minutes)", Type(kind="number"))


def made(
    id: str,
    label: str,
    type: Type,
    *,
    by_people: bool = False,
    choices: tuple[Choice, ...] = (),
) -> Fact:
    writer = "people" if by_people else "automation"
    return Fact(
        id=id,
        label=label,
        type=type,
        origin="built_in",
        written_by="people" if writer == "people" else "automation",
        privacy="special" if id in ("category", "first_category", "special_handling") else "personal",
        choices=choices,
        because=NOWHERE,
    )


def choice(id: str, label: str, choices: tuple[Choice, ...], *, by_people: bool = False) -> Fact:
    return made(
        id, label, Type(kind="choice", values=tuple(one.id for one in choices)), by_people=by_people, choices=choices
    )


class Facts:
    """The facts of one spec; collects findings (CP211, CP220, CP228)."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.found: list[Diagnostic] = []
        self.facts: dict[str, Fact] = {}
        for fact in built_in(spec):
            self.facts[fact.id] = fact
        for fact in self.declared():
            self.add(fact)
        self.check_defaults()

    def add(self, fact: Fact) -> None:
        earlier = self.facts.get(fact.id)
        if earlier is None:
            self.facts[fact.id] = fact
            return
        if earlier.because == NOWHERE:
            message, notes = f"`{fact.id}` is a fact that every workflow has", ()
            self.found.append(error("CP211", message, fact.because, "choose another id"))
        else:
            notes = (Note(message="first declared here", span=earlier.because),)  # type: ignore[assignment]
            message = (
                f"`{fact.id}` is declared twice: facts, identifiers, flags, consents and clocks share one namespace"
            )
            self.found.append(
                Diagnostic(code="CP211", severity="error", message=message, span=fact.because, notes=notes)
            )

    def declared(self) -> Iterator[Fact]:
        for one in self.spec.identifiers:
            type = Type(kind="date" if one.kind == "date" else "identifier")
            yield self.fact(one.id, one.label.text, type, "identifier", api_name=one.api_name, was=one.was)
        for field in self.spec.fields:
            yield self.field(field)
        for flag in self.spec.flags:
            yield self.fact(
                flag.id, flag.label.text, YES_NO, "flag", api_name=flag.api_name, was=flag.was, privacy="special"
            )
        for consent in self.spec.consents:
            yield self.fact(consent.id, consent.label.text, Type(kind="consent"), "consent")
        for clock in self.spec.clocks:
            yield self.fact(clock.id, clock.label.text, Type(kind="clock"), "clock")

    def fact(
        self,
        id: Written,
        label: str,
        type: Type,
        origin: Origin,
        *,
        api_name: Written | None = None,
        was: Written | None = None,
        privacy: str = "personal",
    ) -> Fact:
        by_people = origin in ("field", "flag", "identifier")
        return Fact(
            id=id.text,
            label=label,
            type=type,
            origin=origin,
            written_by="people" if by_people else "automation",
            privacy="special" if privacy == "special" else "personal",
            api_name=api_name.text if api_name else None,
            was=was.text if was else None,
            because=id.span,
        )

    def field(self, field: Field) -> Fact:
        kind = KIND_OF[field.type]
        values = tuple(Choice(id=value_id(value.text), label=value.text) for value in field.values)
        if (field.type == "choice") != bool(values):
            message = "a choice needs `values`" if field.type == "choice" else f"a {field.type} has no `values`"
            self.found.append(error("CP220", message, field.id.span))
        self.check_values(field)
        if field.words and field.type != "yes_no":
            self.found.append(error("CP220", "only a yes_no is set by `words`", field.id.span, "make it a yes_no"))
        if field.detect and field.type != "choice":
            self.found.append(error("CP220", "only a choice is set by `detect`", field.id.span, "make it a choice"))
        if field.existing and field.api_name is None:
            self.found.append(error("CP228", "a field that the org has needs its `api_name`", field.id.span))
        return Fact(
            id=field.id.text,
            label=field.label.text,
            type=Type(kind=kind, values=tuple(one.id for one in values)),
            origin="field",
            written_by="people",
            editors=tuple(editor.text for editor in field.edited_by),
            privacy=field.privacy,
            choices=values,
            help=field.help.text if field.help else None,
            default=self.default(field, kind, values),
            api_name=field.api_name.text if field.api_name else None,
            existing=field.existing,
            was=field.was.text if field.was else None,
            because=field.id.span,
        )

    def check_values(self, field: Field) -> None:
        """Each value of a choice can be told from the others."""
        seen: dict[str, str] = {}
        for value in field.values:
            id = value_id(value.text)
            if not id:
                message = f"nothing is left of `{value.text}` when it is cleaned"
                self.found.append(error("CP218", message, value.span, "a value needs letters or digits"))
            elif id in seen:
                message = f"`{value.text}` and `{seen[id]}` are one value to a condition"
                self.found.append(error("CP211", message, value.span, "remove one, or say it in other words"))
            seen.setdefault(id, value.text)

    def default(self, field: Field, kind: str, values: tuple[Choice, ...]) -> Value | FactRef:
        if field.default is None:
            return False if kind == "yes_no" else None
        text = field.default.text
        named = next((one.id for one in values if text in (one.id, one.label)), None)
        if named is not None:
            return named
        if kind == "yes_no" and text in ("true", "false", "yes", "no"):
            return text in ("true", "yes")
        try:
            if kind == "number":
                return Decimal(text)
            if kind == "date":
                return date.fromisoformat(text)
        except (InvalidOperation, ValueError):
            pass
        if text in self.facts or text in [one.id.text for one in self.spec.fields]:
            return FactRef(fact=text)
        if kind == "text":
            return text
        span: Span = field.default.span
        self.found.append(error("CP220", f"`{text}` is no value of a {field.type}", span))
        return None

    def check_defaults(self) -> None:
        for fact in self.facts.values():
            if isinstance(fact.default, FactRef) and fact.default.fact in self.facts:
                other = self.facts[fact.default.fact]
                if other.type.kind != fact.type.kind:
                    message = f"the default `{other.id}` is not of the type of `{fact.id}`"
                    self.found.append(error("CP220", message, fact.because))

    def names(self, spec: Spec, sets: frozenset[str]) -> Names:
        """What conditions can name."""
        labels = {
            fact.id: {said: one.id for one in fact.choices for said in (one.label, one.id)}
            for fact in self.facts.values()
            if fact.choices
        }
        people_fill = {field.id.text for field in spec.fields if not field.words and not field.detect}
        return Names(
            facts={fact.id: fact.type for fact in self.facts.values()},
            labels=labels,
            word_lists={one.id.text: one.id.text for one in spec.word_lists if one.id.text in sets},
            categories={one.id.text: one.id.text for one in spec.categories if one.words or one.lists},
            identifiers=frozenset(one.id.text for one in spec.identifiers if one.kind != "text"),
            personas=frozenset(one.id.text for one in spec.personas),
            levels=tuple(one.id.text for one in spec.urgency),
            people_fill=LATER | people_fill,
        )


def value_id(label: str) -> str:
    """The id of a choice's value: its words in normal form with underscores."""
    return normal(label).replace(" ", "_")
