"""Who may open a case: criteria sharing rules over a private Case.

Permissions only add, restriction rules do not cover Case, and whoever opens a case reads its mails: what is to stay
confidential is kept by record access alone. So the org-wide default is private (`expects: {case_sharing: private}`;
without it nothing here would narrow anything, and nothing is emitted), and each rule lets one group in:

- A team works on the cases that are not special, of every team (a patient's other question must be found, and whoever
  opens a case may hand it on), and on those that are routed to it, special or not. A queue shows a case to its members
  only until one of them owns it; the rule stays.
- Teams of a `confidential` persona read special cases of other teams as well. To work on one they take it over.
- A lead works on the cases of the teams led: who is told that nobody takes a case must be able to give it to somebody.
- Whoever is told of a case, or gets a task on it, may read it: a reference that does not open helps nobody. Where
  category, urgency or team decide who is told, they decide what may be read.
- A persona without a team has a group of its own: reads (or works on) the cases, special ones if `confidential`.

Nobody else is let in; data loads see what they own, and Salesforce lets those above an owner in the role hierarchy in.
Access follows the case: it ends when the case is routed away, becomes special, or no longer is what was told. Rules
read the workflow's key, so cases of others stay as they were. An org has room for 50 such rules on Case; a rule names
one group, and groups do not hold groups here, since members are data.
"""

from collections.abc import Iterable, Iterator

from generator.conditions.syntax import And, Compare, Condition, Constant, FactValue, In
from generator.frozen import record
from generator.lower.naming import Names
from generator.lower.people import without_team
from generator.metadata.component import Component, component
from generator.metadata.people import FilterItem
from generator.metadata.sharing import SharedTo, SharingCriteriaRule, SharingRules
from generator.process.model import Effect, MakeTask, Notify, Process
from generator.source import Span

NARROWING = ("category", "team", "urgency")
"""Choices that a rule can ask for: a field of Case holds each, and none is a formula."""
LONGEST_LABEL = 80
LONGEST_TEXT = 255
"""Of a description, and of what a filter compares with."""

Criteria = tuple[tuple[str, tuple[str, ...]], ...]
"""A choice and the values that hold, in the order of NARROWING; all of them must."""


@record
class Opening:
    """One group let in: `words` name the rule. Holds for cases of the workflow that fit `criteria`, and are special or
    not as `special` says (None: either); with `own_team`, special ones of that team as well."""

    words: tuple[str, ...]
    group: str
    works: bool
    what: str
    because: Span
    criteria: Criteria = ()
    special: bool | None = None
    own_team: str | None = None


def sharing(process: Process, names: Names) -> Iterator[Component]:
    """The rules, in one file of Case; nothing where the org does not keep cases private."""
    if process.expects.case_sharing != "private":
        return
    found = sorted(openings(process, names), key=lambda one: names.joined(*one.words))
    rules = tuple(rule(process, names, one) for one in found)
    parts = tuple((made.fullName, one.because) for made, one in zip(rules, found, strict=True))
    yield component("Case", SharingRules(sharingCriteriaRules=rules), process.identity.because, parts)


def openings(process: Process, names: Names) -> Iterator[Opening]:
    yield from of_teams(process, names)
    yield from of_confidential_teams(process, names)
    yield from of_leads(process, names)
    yield from of_told(process, names)
    yield from of_personas(process, names)


def has_special(process: Process) -> bool:
    return bool(process.special_flags) or any(one.special for one in process.categories)


def of_teams(process: Process, names: Names) -> Iterator[Opening]:
    for team in process.teams:
        what = f"{team.label} works on all cases that are not special, and on special ones that are routed to it."
        words, group = ("cases_of", team.id), names.members(team.id)
        yield Opening(
            words=words, group=group, works=True, what=what, because=team.because, special=False, own_team=team.id
        )


def of_confidential_teams(process: Process, names: Names) -> Iterator[Opening]:
    """Teams of confidential personas, and those that an alert or a task of any case names: special cases of others."""
    if not has_special(process):
        return
    cleared = {team for persona in process.personas if persona.confidential for team in persona.teams}
    named = {who for who, _, _ in told(process)}
    for team in process.teams:
        if team.id in cleared | named:
            why = "may see confidential text" if team.id in cleared else "is told of them"
            yield Opening(
                words=("special_cases_for", team.id),
                group=names.members(team.id),
                works=False,
                what=f"{team.label} {why}: it reads special cases of other teams.",
                because=team.because,
                special=True,
            )


def of_leads(process: Process, names: Names) -> Iterator[Opening]:
    for people in process.people:
        led = tuple(one for one in process.teams if one.lead == people.id)
        if led:
            yield Opening(
                words=("cases_led_by", people.id),
                group=names.group(people.id),
                works=True,
                what=f"{people.label} leads {', '.join(one.label for one in led)}, and can hand their cases on.",
                because=people.because,
                criteria=(("team", tuple(one.id for one in led)),),
            )


def of_told(process: Process, names: Names) -> Iterator[Opening]:
    """One rule where somebody may be told of any case, else one for each kind of case that they are told of."""
    for people in process.people:
        kinds = dict.fromkeys(criteria for who, criteria, _ in told(process) if who == people.id)
        for criteria in [()] if () in kinds else kinds:
            values = tuple(value for _, held in criteria for value in held)
            kind = " and ".join(f"{fact} {' or '.join(held)}" for fact, held in criteria)
            which = f"those of {kind.replace('_', ' ')}" if kind else "cases"
            yield Opening(
                words=("cases_told_to", people.id, *values),
                group=names.group(people.id),
                works=False,
                what=f"{people.label} is told of {which}, and can open what the notice names.",
                because=people.because,
                criteria=criteria,
            )


def of_personas(process: Process, names: Names) -> Iterator[Opening]:
    for persona in without_team(process):
        works = persona.access == "edit"
        which = "all cases" if persona.confidential else "cases that are not special"
        yield Opening(
            words=("cases_for", persona.id),
            group=names.users(persona.id),
            works=works,
            what=f"{persona.label} belongs to no team, and {'works on' if works else 'reads'} {which}.",
            because=persona.because,
            special=None if persona.confidential else False,
        )


# -- who is told of what -------------------------------------------------------------------------------------------


def told(process: Process) -> Iterator[tuple[str, Criteria, Span]]:
    """Recipients as the spec names them, and the cases that they are told of."""
    clocks = {one.id: one for one in process.clocks}
    for effect in process.effects:
        when = [effect.when]
        if effect.on.kind in ("warned", "breached") and effect.on.of in clocks:
            when.append(clocks[effect.on.of].when)
        yield from ((who, narrowed(when), effect.because) for who in recipients(effect))
    for clock in process.clocks:
        for rung in clock.ladder:
            yield from ((who, narrowed([clock.when]), rung.because) for who in rung.notify)


def recipients(effect: Effect) -> tuple[str, ...]:
    match effect.act:
        case Notify(to=to):
            return to
        case MakeTask(to=one):
            return (one,)
        case _:
            return ()


def narrowed(conditions: Iterable[Condition | None]) -> Criteria:
    """What every case that fits has in common, as far as a rule can say it; less never leaves a case out."""
    held: dict[str, tuple[str, ...]] = {}
    for part in (part for one in conditions for part in conjuncts(one)):
        fact, values = choices(part)
        if fact in NARROWING:
            held[fact] = tuple(one for one in held.get(fact, values) if one in values)
    return tuple((fact, held[fact]) for fact in NARROWING if held.get(fact))


def conjuncts(condition: Condition | None) -> Iterator[Condition]:
    if isinstance(condition, And):
        for part in condition.parts:
            yield from conjuncts(part)
    elif condition is not None:
        yield condition


def choices(condition: Condition) -> tuple[str, tuple[str, ...]]:
    """The fact that a condition compares with values of it, and these; nothing for any other condition."""
    match condition:
        case Compare(left=FactValue(fact=fact, was=False), op="=", right=Constant(value=str(value))):
            return fact, (value,)
        case In(left=FactValue(fact=fact, was=False), values=values):
            return fact, tuple(str(one.value) for one in values)
        case _:
            return "", ()


# -- rules ---------------------------------------------------------------------------------------------------------


def rule(process: Process, names: Names, opening: Opening) -> SharingCriteriaRule:
    tests = [equals(names, "workflow", (process.identity.id,))]
    tests += [equals(names, fact, values) for fact, values in opening.criteria]
    if opening.special is not None:
        tests.append(equals(names, "special_handling", (str(opening.special),)))
    if opening.own_team is not None:
        tests[-1] += equals(names, "team", (opening.own_team,))
    return SharingCriteriaRule(
        fullName=names.joined(*opening.words),
        accessLevel="Edit" if opening.works else "Read",
        booleanFilter=logic(tests),
        criteriaItems=tuple(item for test in tests for item in test),
        description=opening.what[:LONGEST_TEXT],
        includeRecordsOwnedByAll=True,
        label=f"{process.identity.prefix}: {' '.join(opening.words).replace('_', ' ')}"[:LONGEST_LABEL],
        sharedTo=SharedTo(group=(opening.group,)),
    )


def equals(names: Names, fact: str, values: tuple[str, ...]) -> list[FilterItem]:
    """Items of which one must hold: values that a filter takes at once stand in one, with commas between."""
    lists = [values[0]]
    for value in values[1:]:
        longer = f"{lists[-1]},{value}"
        lists[-1:] = [longer] if len(longer) <= LONGEST_TEXT else [lists[-1], value]
    return [FilterItem(field=names.field(fact), operation="equals", value=one) for one in lists]


def logic(tests: list[list[FilterItem]]) -> str | None:
    """All tests, of each one item; None where plain numbers in a row say so."""
    if all(len(test) == 1 for test in tests):
        return None
    said, number = [], 0
    for test in tests:
        numbers = [str(number + one) for one in range(1, len(test) + 1)]
        number += len(test)
        said.append(numbers[0] if len(numbers) == 1 else f"({' OR '.join(numbers)})")
    return " AND ".join(said)
