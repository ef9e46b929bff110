"""The stories of the real specs hold, and leave nothing that a spec decides without a story."""

from collections.abc import Iterator

import pytest

from generator.process.checks import check
from generator.process.events import Accept, Edit, Extend, Move
from generator.process.model import Mail, Notify, Process
from generator.scenarios.model import Act, Expect, Scenario
from generator.scenarios.running import rule_name
from tests.specs.loaded import CLIENTS, ORGANISATIONS, SPECS, resolved, results

ALWAYS_TAKEN_BEFORE = {
    "northgate": {"category.safeguarding"},
    "ashfell": {"category.safeguarding", "category.mental_health_crisis"},
}
"""Categories whose every case is taken by an exception: their own route is never the one that decides."""

MAIL = ("CP329", "told")
"""The status update goes to patients whose identity somebody set aside with a reason."""
POSTCODE = ("CP233", "postcode")
WARNINGS = {
    "northgate": {MAIL},
    "ashfell": {MAIL, POSTCODE},
    "clients/northgate-boston": {MAIL},
    "clients/northgate-leeds": {MAIL, ("CP142", "identity")},
    "clients/ashfell-marlow": {MAIL, POSTCODE},
}
"""What the compiler warns of in each spec: the code, and what it is about."""

EVENTS = {
    "accepted", "accepted_outside_team", "breached", "classified", "closed", "consent", "edited", "linked", "raised",
    "reclassified", "reopened", "replied", "routed", "stage", "stalled", "verified", "warned",
}  # fmt: skip


def expectations(name: str) -> Iterator[Expect]:
    for scenario in resolved(name).scenarios:
        yield from (step for step in scenario.steps if isinstance(step, Expect) and not step.negated)


def expected(name: str, what: str) -> set[str]:
    """Every name that some story expects under `what`."""
    found: set[str] = set()
    for step in expectations(name):
        if step.what == what:
            found |= {step.expected} if isinstance(step.expected, str) else set(step.expected)
    return found


def expected_none(name: str, what: str) -> bool:
    return any(step.what == what and step.expected == () for step in expectations(name))


def deed(act: Act) -> tuple[object, ...]:
    """What somebody tries, whoever it is."""
    match act.event:
        case Move(to=to):
            return ("move", to)
        case Edit(values=values):
            return ("edit", *(fact for fact, _ in values))
        case Extend(clock=clock):
            return ("extend", clock)
        case Accept():
            return ("accept",)
        case _:
            return ("other",)


@pytest.mark.parametrize("name", SPECS)
def test_every_story_holds(name: str) -> None:
    failures = [
        f"{result.scenario.name}: {failure.message} ({failure.because.path}:{failure.because.line})"
        for result in results(name)
        for failure in result.failures
    ]
    assert failures == []


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_there_are_enough_stories(name: str) -> None:
    examples = sum(scenario.is_example for scenario in resolved(name).scenarios)
    assert examples >= 100
    assert len(resolved(name).scenarios) - examples >= 40


@pytest.mark.parametrize("name", CLIENTS)
def test_a_client_tells_what_it_changed(name: str) -> None:
    own = [one for one in resolved(name).scenarios if one.because.path.endswith(f"{name}.yaml")]
    assert {one.is_example for one in own} == {True, False}


@pytest.mark.parametrize("name", SPECS)
def test_a_spec_gives_no_other_warning(name: str) -> None:
    found = [*resolved(name).warnings, *check(resolved(name).process)]
    assert {(one.code, one.message.split("`")[1]) for one in found if one.severity == "warning"} == WARNINGS[name]


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_every_category_level_and_team_is_expected(name: str) -> None:
    process = resolved(name).process
    assert {one.id for one in process.categories} == expected(name, "category")
    assert {one.id for one in process.levels} == expected(name, "urgency")
    assert {one.id for one in process.teams} == expected(name, "team")


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_every_route_is_taken(name: str) -> None:
    taken = {str(moment.seen.facts["route"]) for result in results(name) for moment in result.timeline}
    assert {one.id for one in resolved(name).process.routes} - taken == ALWAYS_TAKEN_BEFORE[name]


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_every_word_that_decides_is_found(name: str) -> None:
    process = resolved(name).process
    deciding = {set_id for one in process.categories for set_id in one.sets}
    deciding |= {set_id for one in process.levels for set_id in one.sets}
    shown = {
        (word.text, word.is_prefix): word.shown
        for one in process.reading.sets
        if one.id in deciding
        for word in one.words
    }
    found = {word for result in results(name) if result.scenario.is_example for word in result.timeline[0].seen.found}
    keys = {(word.text, word.is_prefix) for one in process.reading.sets for word in one.words if word.shown in found}
    assert sorted(text for key, text in shown.items() if key not in keys) == []


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_every_cue_turns_something_off(name: str) -> None:
    process = resolved(name).process
    texts = [
        f" {result.scenario.given.text.lower()} ".replace("’", "'")
        for result in results(name)
        if result.timeline[0].seen.discounted
    ]
    unused = [cue for cue in process.reading.cues if not any(f" {cue} " in text.replace("'", " ") for text in texts)]
    assert unused == []


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_every_rule_blocks_and_lets_pass(name: str) -> None:
    """The same deed that a rule blocked passes later in the same story: the rule is the only thing in the way."""
    blocks, passes = set(), set()
    for scenario in resolved(name).scenarios:
        for place, act in enumerate(scenario.steps):
            if isinstance(act, Act) and act.blocked_by is not None:
                blocks.add(act.blocked_by)
                if passes_later(scenario, place, act):
                    passes.add(act.blocked_by)
    rules = {rule_name(rule.id) for rule in resolved(name).process.rules}
    assert rules - blocks == set()
    assert rules - passes <= {"transition"}


def passes_later(scenario: Scenario, place: int, blocked: Act) -> bool:
    later = (step for step in scenario.steps[place + 1 :] if isinstance(step, Act) and step.blocked_by is None)
    return any(deed(step) == deed(blocked) for step in later)


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_every_clock_warns_is_late_and_is_kept(name: str) -> None:
    process = resolved(name).process
    clocks = {clock.id for clock in process.clocks}
    assert expected(name, "warned") == {clock.id for clock in process.clocks if clock.warn}
    assert expected(name, "breached") == clocks
    assert expected_none(name, "breached")
    kept = {
        clock.clock
        for result in results(name)
        for clock in result.timeline[-1].seen.clocks
        if clock.stopped is not None and not clock.breached
    }
    assert kept == clocks


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_every_alert_fires_and_every_recipient_is_expected(name: str) -> None:
    process = resolved(name).process
    seen = [moment.seen for result in results(name) for moment in result.timeline]
    told = {one.alert for observation in seen for one in observation.notified}
    alerts = [one for one in process.effects if one.kind == "alert"]
    assert {one.id for one in alerts if isinstance(one.act, Notify)} == told
    assert {one.act.message for one in alerts if isinstance(one.act, Mail)} == expected(name, "emailed")
    assert expected_none(name, "emailed")
    assert recipients(process) == expected(name, "notified")


def recipients(process: Process) -> set[str]:
    return {to for one in process.effects if isinstance(one.act, Notify) for to in one.act.to}


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_every_task_linked_case_and_stall_is_expected(name: str) -> None:
    process = resolved(name).process
    assert {one.id for one in process.effects if one.kind == "task"} == expected(name, "tasks")
    assert {one.id for one in process.effects if one.kind == "linked_case"} == expected(name, "linked")
    stalling = {one.id for one in process.stages if any(one.stall)}
    assert stalling == expected(name, "stalled")


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_every_kind_of_event_is_expected(name: str) -> None:
    seen = {entry.kind for result in results(name) for moment in result.timeline for entry in moment.seen.log}
    extends = {"extended"} if any(clock.extension for clock in resolved(name).process.clocks) else set()
    assert EVENTS | extends <= seen


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_a_persona_that_passes_guardrails_is_shown(name: str) -> None:
    bypass = {persona.id for persona in resolved(name).process.personas if persona.bypass}
    used = {
        step.event.by
        for one in resolved(name).scenarios
        for step in one.steps
        if isinstance(step, Act) and isinstance(step.event, Move)
    }
    assert bypass
    assert bypass <= used
