"""The deciding half of the intake flow: category, urgency, facts, team, owner, stamps."""

from collections.abc import Iterator
from dataclasses import replace

from generator.conditions.syntax import And, Condition, FactValue, Found, Not, Or
from generator.formula.syntax import Formula, Literal
from generator.lower.conditions import Place, lowered
from generator.lower.flows.beginning import special
from generator.lower.flows.here import NOW, Here, acting, field, found_token, place_of
from generator.lower.flows.reading_words import LEAST_URGENT, any_hit, finders
from generator.lower.programs import Item, Set
from generator.lower.trees import all_of, call, choose, joined, negation, number, ref, text
from generator.process.model import FactRef, Process


def classify(here: Here) -> Set:
    process = here.process
    floor = choose(ref("Could_Not_Be_Read"), number(process.unreadable_floor), number(LEAST_URGENT))
    rank = call("MIN", ref("Urgency_By_Words"), ref("Urgency_Floor"), floor)
    levels = [part for one in process.levels for part in (number(one.rank), text(one.id))]
    urgency = call("CASE", ref("Urgency_Rank"), *levels, text(process.levels[0].id))
    priorities = [part for one in process.levels for part in (number(one.rank), text(one.priority))]
    priority = call("CASE", ref("Urgency_Rank"), *priorities, text("High"))
    decided = (
        ("category", "Category"),
        ("first_category", "Category"),
        ("urgency", "Urgency"),
        ("first_urgency", "Urgency"),
    )
    return Set(
        label="Decide category and urgency",
        what="The first category with a word that counts; the highest urgency of words, category and readability.",
        items=(
            Item(target="Could_Not_Be_Read", value=ref("Unreadable_Text"), kind="Boolean"),
            Item(target="Category", value=ref("Decided_Category")),
            Item(target="Urgency_Rank", value=rank, kind="Number"),
            Item(target="Urgency", value=urgency),
            *(Item(target=field(here, fact), value=ref(name)) for fact, name in decided),
            Item(target="$Record.Priority", value=acting(priority, "$Record.Priority")),
            Item(target=field(here, "unreadable"), value=ref("Could_Not_Be_Read"), kind="Boolean"),
            Item(target=field(here, "classified_by"), value=text("automation")),
        ),
    )


def set_facts(here: Here) -> Iterator[Set]:
    """Identifiers, then facts that words set, then facts that conditions set, then defaults and special handling."""
    process = here.process
    items = [
        Item(target=field(here, one.fact), value=ref(f"Id_{one.fact}"), kind="Date" if one.kind == "date" else "String")
        for one in finders(here)
    ]
    by_words: dict[str, list[tuple[Formula, Formula]]] = {}
    for setter in process.setters:
        if setter.sets:
            by_words.setdefault(setter.fact, []).append((any_hit(setter.sets), literal_value(setter.value)))
    for fact, arms in by_words.items():
        items.append(set_by(here, fact, arms))
    for setter in process.setters:
        if setter.when is not None:
            items.append(
                set_by(here, setter.fact, [(lowered(setter.when, at_intake(here)), literal_value(setter.value))])
            )
    facts = {fact.id: fact for fact in process.facts}
    for made in process.facts:
        if isinstance(made.default, FactRef):
            there, other = (ref(field(here, id)) for id in (made.id, facts[made.default.fact].id))
            items.append(Item(target=field(here, made.id), value=call("BLANKVALUE", there, other)))
    items.append(special(here))
    yield Set(
        label="Set facts and flags",
        items=tuple(items),
        what="Identifiers that were read, and what words and conditions set.",
    )


def set_by(here: Here, fact: str, arms: list[tuple[Formula, Formula]]) -> Item:
    there = ref(field(here, fact))
    kind = next(one.type.kind for one in here.process.facts if one.id == fact)
    tree: Formula = there if kind == "yes_no" else call("TEXT", there)
    for test, value in reversed(arms):
        tree = choose(test, value, tree)
    return Item(target=field(here, fact), value=tree, kind="Boolean" if kind == "yes_no" else "String")


def literal_value(given: object) -> Formula:
    return Literal(value=given) if isinstance(given, bool) else text(str(given))


def at_intake(here: Here) -> Place:
    """How conditions are written at intake: what was just decided, and what was found, stands in variables."""
    usual = place_of(here)
    decided = {
        "category": ref("Category"), "first_category": ref("Category"), "urgency": ref("Urgency"),
        "first_urgency": ref("Urgency"), "unreadable": ref("Could_Not_Be_Read"), "received_on": ref("Received_On"),
        "received_at": NOW,
    }  # fmt: skip

    def fact(one: FactValue) -> Formula:
        return decided[one.fact] if one.fact in decided else usual.fact(one)

    def found(one: Found) -> Formula:
        return found_in_text(here, one)

    return replace(usual, fact=fact, found=found, today=ref("Received_On"))


def route(here: Here) -> Set:
    process = here.process
    place = at_intake(here)
    team: Formula = text(process.routes[-1].team)
    rule: Formula = text(process.routes[-1].id)
    for one in reversed(process.routes[:-1]):
        assert one.when is not None
        test = lowered(one.when, place)
        team, rule = choose(test, text(one.team), team), choose(test, text(one.id), rule)
    return Set(
        label="Decide the team",
        what="The first route that holds; its id is kept as the reason.",
        items=(
            Item(target="Route", value=rule),
            Item(target="Team", value=team),
            Item(target=field(here, "route"), value=call("LEFT", ref("Route"), number(80))),
            Item(target=field(here, "team"), value=ref("Team")),
        ),
    )


def keep_findings(here: Here) -> Set:
    """What the text held, for those who may see it and for conditions that ask later."""
    tokens = found_tokens(here)
    masks = [call("ISBLANK", ref(f"Id_{one.fact}")) for one in finders(here) if one.on_find == "mask"]
    items = [
        Item(target=field(here, "found_words"), value=ref("List_Found")),
        Item(target=field(here, "discounted_words"), value=ref("List_Discounted")),
        Item(target=field(here, "sets_found"), value=tokens),
    ]
    if masks:
        hidden = negation(all_of(masks))
        confidential = field(here, "confidential_text")
        items += [
            Item(target=confidential, value=choose(hidden, here.body, ref(confidential))),
            Item(target="$Record.Description", value=choose(hidden, text(""), here.body)),
        ]
    return Set(label="Keep what was found", items=tuple(items))


def found_tokens(here: Here) -> Formula:
    """What of all that conditions may ask of a text the text holds, one token each."""
    parts = (choose(found_in_text(here, one), text(found_token(one)), text("")) for one in asked_for(here.process))
    return joined((text(" "), *parts))


def found_in_text(here: Here, one: Found) -> Formula:
    if one.what == "identifier":
        return negation(call("ISBLANK", ref(f"Id_{one.name}")))
    if one.what == "category":
        return any_hit(next(category.sets for category in here.process.categories if category.id == one.name))
    return any_hit((one.name,))


def asked_for(process: Process) -> tuple[Found, ...]:
    """What conditions that may be tried again later ask of a text."""
    found: dict[str, Found] = {}
    for condition in (*(one.when for one in process.routes), *(one.when for one in process.effects)):
        for one in findings_in(condition):
            found.setdefault(found_token(one), one)
    return tuple(found.values())


def findings_in(condition: Condition | None) -> Iterator[Found]:
    match condition:
        case Found():
            yield condition
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from findings_in(part)
        case Not(part=part):
            yield from findings_in(part)
        case _:
            return
