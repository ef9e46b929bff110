"""The deciding half of the intake flow: category, urgency, facts, team, owner, stamps."""

from collections.abc import Iterator

from generator.conditions.syntax import Constant, FactValue, Found, Is
from generator.formula.syntax import Formula, Literal
from generator.lower.conditions import Place, literal, lowered, verified_in
from generator.lower.flows.intake_names import (
    BODY,
    LEAST_URGENT,
    NOW,
    Intake,
    any_hit,
    field,
    finders,
)
from generator.lower.programs import Branch, Case, Filter, Get, Item, Set
from generator.lower.trees import (
    all_of,
    any_of,
    call,
    choose,
    equal,
    negation,
    number,
    ref,
    text,
)
from generator.process.model import FactRef


def classify(here: Intake) -> Set:
    process = here.process
    floor = choose(ref("Could_Not_Be_Read"), number(process.unreadable_floor), number(LEAST_URGENT))
    rank = call("MIN", ref("Urgency_By_Words"), ref("Urgency_Floor"), floor)
    levels = [part for one in process.levels for part in (number(one.rank), text(one.id))]
    urgency = call("CASE", ref("Urgency_Rank"), *levels, text(process.levels[0].id))
    priorities = [part for one in process.levels for part in (number(one.rank), text(one.priority))]
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
            Item(target="$Record.Priority", value=call("CASE", ref("Urgency_Rank"), *priorities, text("High"))),
            Item(target=field(here, "unreadable"), value=ref("Could_Not_Be_Read"), kind="Boolean"),
            Item(target=field(here, "classified_by"), value=text("automation")),
        ),
    )


def set_facts(here: Intake) -> Iterator[Set]:
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
                set_by(here, setter.fact, [(lowered(setter.when, place_of(here)), literal_value(setter.value))])
            )
    facts = {fact.id: fact for fact in process.facts}
    for made in process.facts:
        if isinstance(made.default, FactRef):
            there, other = (ref(field(here, id)) for id in (made.id, facts[made.default.fact].id))
            items.append(Item(target=field(here, made.id), value=call("BLANKVALUE", there, other)))
    special = [equal(ref("Category"), text(one.id)) for one in process.categories if one.special]
    special += [ref(field(here, flag)) for flag in process.special_flags]
    items.append(Item(target=field(here, "special_handling"), value=any_of(special), kind="Boolean"))
    yield Set(
        label="Set facts and flags",
        items=tuple(items),
        what="Identifiers that were read, and what words and conditions set.",
    )


def set_by(here: Intake, fact: str, arms: list[tuple[Formula, Formula]]) -> Item:
    there = ref(field(here, fact))
    kind = next(one.type.kind for one in here.process.facts if one.id == fact)
    tree: Formula = there if kind == "yes_no" else call("TEXT", there)
    for test, value in reversed(arms):
        tree = choose(test, value, tree)
    return Item(target=field(here, fact), value=tree, kind="Boolean" if kind == "yes_no" else "String")


def literal_value(value: object) -> Formula:

    return Literal(value=value) if isinstance(value, bool) else text(str(value))


def place_of(here: Intake) -> Place:
    """How conditions are written before save at intake."""
    process, names = here.process, here.names
    origins = {one.id: one.origin for one in process.channels}

    def fact(one: FactValue) -> Formula:
        plain = {"category": "Category", "first_category": "Category", "urgency": "Urgency", "first_urgency": "Urgency"}
        if one.fact in plain:
            return ref(plain[one.fact])
        if one.fact in ("unreadable", "received_on", "received_at"):
            return {"unreadable": ref("Could_Not_Be_Read"), "received_on": ref("Received_On"), "received_at": NOW}[
                one.fact
            ]
        there = ref(f"$Record.{names.field(one.fact)}")
        return call("TEXT", there) if one.type.kind == "choice" else there

    def found(one: Found) -> Formula:
        if one.what == "identifier":
            return negation(call("ISBLANK", ref(f"Id_{one.name}")))
        if one.what == "category":
            return any_hit(next(category.sets for category in process.categories if category.id == one.name))
        return any_hit((one.name,))

    def constant(one: FactValue, value: Constant) -> Formula:
        return text(origins[str(value.value)]) if one.fact == "channel" else literal(value)

    def nowhere(_: object) -> Formula:
        raise ValueError("a rule that is decided at intake cannot say this")

    def verified(one: Is) -> Formula:
        return verified_in(ref(field(here, "verified_identifiers")), one.fact.fact)

    return Place(
        fact=fact,
        changed=nowhere,
        found=found,
        user_is=nowhere,
        state=verified,
        today=ref("Received_On"),
        constant=constant,
    )


def route(here: Intake) -> Set:
    process = here.process
    place = place_of(here)
    team: Formula = text(process.routes[-1].team)
    rule: Formula = text(process.routes[-1].id)
    for one in reversed(process.routes[:-1]):
        assert one.when is not None
        test = lowered(one.when, place)
        team, rule = choose(test, text(one.team), team), choose(test, text(one.id), rule)
    queues = [part for one in process.teams for part in (text(one.id), text(here.names.queue(one.id)))]
    return Set(
        label="Decide the team",
        what="The first route that holds; its id is kept as the reason.",
        items=(
            Item(target="Route", value=rule),
            Item(target="Team", value=team),
            Item(target=field(here, "route"), value=call("LEFT", ref("Route"), number(80))),
            Item(target=field(here, "team"), value=ref("Team")),
            Item(
                target="Try_Text",
                value=call("CASE", ref("Team"), *queues, text(here.names.queue(process.routes[-1].team))),
            ),
        ),
    )


def queue(here: Intake) -> Get:
    return Get(
        label="Find the team's queue",
        name="Team_Queue",
        object="Group",
        filters=(
            Filter(field="DeveloperName", value=ref("Try_Text")),
            Filter(field="Type", value=text("Queue")),
        ),
        fields=("Id",),
        what="The queue by its name: no id is written down anywhere.",
    )


def own(here: Intake) -> Branch:
    give = Set(label="Give it to the team", items=(Item(target="$Record.OwnerId", value=ref("Team_Queue.Id")),))
    return Branch(
        label="Is the queue there",
        what="A queue that is missing never stops a patient's message: the owner stays, and a check reports it.",
        cases=(Case(label="The queue is there", test=None, found="Team_Queue", steps=(give,)),),
        otherwise=(),
        otherwise_label="No such queue",
    )


def stamp(here: Intake) -> Set:
    process = here.process
    first = process.stages[0]
    stage = next(one for one in process.stages if one.id == first.next[0]) if first.automatic and first.next else first
    masks = [call("ISBLANK", ref(f"Id_{one.fact}")) for one in finders(here) if one.on_find == "mask"]
    items = [
        Item(target=field(here, "stage"), value=text(stage.id)),
        Item(target="$Record.Status", value=text(stage.status)),
        Item(target=field(here, "stage_since"), value=NOW, kind="DateTime"),
        Item(target=field(here, "received_at"), value=NOW, kind="DateTime"),
        Item(target=field(here, "received_on"), value=ref("Received_On"), kind="Date"),
        Item(target=field(here, "found_words"), value=ref("List_Found")),
        Item(target=field(here, "discounted_words"), value=ref("List_Discounted")),
        Item(target=field(here, "token"), value=number(1), kind="Number"),
        Item(target=field(here, "workflow"), value=text(process.identity.id)),
    ]
    if masks:
        hidden = negation(all_of(masks))
        items += [
            Item(
                target=field(here, "confidential_text"),
                value=choose(hidden, BODY, ref(field(here, "confidential_text"))),
            ),
            Item(target="$Record.Description", value=choose(hidden, text(""), BODY)),
        ]
    return Set(
        label="Stamp the case",
        items=tuple(items),
        what="Stage, status and times; the key that marks the case as ours comes last.",
    )
