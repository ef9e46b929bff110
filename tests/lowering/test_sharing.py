"""Who is let in by the sharing rules, read back from the rules themselves."""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from generator.lower import lower
from generator.lower.naming import names_of
from generator.lower.sharing import narrowed, sharing, told
from generator.metadata.component import Component
from generator.metadata.people import FilterItem, Group
from generator.metadata.sharing import SharingCriteriaRule, SharingRules
from generator.process.model import Process
from tests.lowering.specs import process_of
from tests.specs.loaded import SPECS, resolved, results


def rules_of(components: tuple[Component, ...]) -> tuple[SharingCriteriaRule, ...]:
    return tuple(
        rule for one in components if isinstance(one.body, SharingRules) for rule in one.body.sharingCriteriaRules
    )


def fits(item: FilterItem, row: Mapping[str, Any]) -> bool:
    assert item.operation == "equals"
    return str(row[item.field]) in (item.value or "").split(",")


def holds(rule: SharingCriteriaRule, row: Mapping[str, Any]) -> bool:
    found = [fits(one, row) for one in rule.criteriaItems]
    if rule.booleanFilter is None:
        return all(found)
    text = re.sub(r"\d+", lambda match: str(found[int(match.group()) - 1]), rule.booleanFilter)
    return bool(eval(text.replace("AND", "and").replace("OR", "or"), {}))


def let_in(process: Process, **facts: Any) -> dict[str, str]:
    """Group -> the most that it may do with a case of these facts."""
    names = names_of(process)
    row = {names.field(id): value for id, value in {"workflow": process.identity.id, **facts}.items()}
    found: dict[str, str] = {}
    for rule in rules_of(tuple(sharing(process, names))):
        (group,) = rule.sharedTo.group
        if holds(rule, row):
            found[group] = min(found.get(group, "Read"), rule.accessLevel)
    return found


def cases(process: Process) -> Iterator[dict[str, Any]]:
    """Every kind of case, as far as rules can tell them apart."""
    teams, levels = ([one.id for one in held] for held in (process.teams, process.levels))
    for category, team, level in product(process.categories, teams, levels):
        for special in {category.special, True}:
            yield {"category": category.id, "team": team, "urgency": level, "special_handling": special}


@pytest.mark.parametrize("spec", SPECS)
def test_teams_work_on_ordinary_cases_and_on_their_own_special_ones(spec: str) -> None:
    """A special case of another team is read by teams of confidential personas, and by no other."""
    process = resolved(spec).process
    names = names_of(process)
    cleared = {team for one in process.personas if one.confidential for team in one.teams}
    for case in cases(process):
        found = let_in(process, **case)
        for team in process.teams:
            own = not case["special_handling"] or case["team"] == team.id
            expected = "Edit" if own else "Read" if team.id in cleared else None
            assert found.get(names.members(team.id)) == expected


@pytest.mark.parametrize("spec", SPECS)
def test_leads_work_on_the_cases_of_their_teams(spec: str) -> None:
    process = resolved(spec).process
    names, leads = names_of(process), {one.id: one.lead for one in process.teams}
    for case in cases(process):
        found = let_in(process, **case)
        for people in process.people:
            works = found.get(names.group(people.id)) == "Edit"
            assert works == (leads[case["team"]] == people.id)


@pytest.mark.parametrize("spec", SPECS)
def test_whoever_is_told_in_a_story_can_open_the_case(spec: str) -> None:
    """Every notification of every scenario and example, and the case as it stands then."""
    process = resolved(spec).process
    names, people = names_of(process), {one.id for one in process.people}
    leads = {one.id: one.lead for one in process.teams}
    seen = 0
    for result in results(spec):
        for moment in result.timeline:
            facts = {id: moment.seen.facts[id] for id in ("category", "team", "urgency", "special_handling")}
            for notice in moment.seen.notified:
                to = leads[str(facts["team"])] if notice.to == "team_lead" else notice.to
                if to in people:
                    assert names.group(to) in let_in(process, **facts), (result.scenario.name, notice)
                    seen += 1
    assert seen > 10


@pytest.mark.parametrize("spec", SPECS)
def test_nobody_is_let_in_to_cases_of_others(spec: str) -> None:
    process = resolved(spec).process
    for case in cases(process):
        assert let_in(process, **case, workflow="another") == {}


@pytest.mark.parametrize("spec", SPECS)
def test_rules_name_what_is_there_and_fit(spec: str) -> None:
    """Groups and fields of the package, names and labels within their limits, no more rules than fit an org."""
    process = resolved(spec).process
    made = lower(process)
    rules = rules_of(made["org"])
    groups = {one.name for one in made["foundation"] if isinstance(one.body, Group)}
    fields = {one.name for one in made["foundation"]}
    assert 0 < len(rules) <= 50
    assert len({rule.fullName.lower() for rule in rules}) == len(rules)
    assert {group for rule in rules for group in rule.sharedTo.group} <= groups
    for rule in rules:
        assert re.fullmatch(r"[A-Za-z](_?[A-Za-z0-9])*", rule.fullName)
        assert len(rule.fullName) <= 80 >= len(rule.label)
        assert rule.description
        assert {f"Case.{item.field}" for item in rule.criteriaItems} <= fields
        assert len(rule.criteriaItems) <= 10


def test_personas_without_a_team_have_a_group(tmp_path: Path) -> None:
    """An auditor reads all, a supervisor works on what is not special, a loader is let in nowhere."""
    process = process_of(tmp_path, personas={"supervisor": {"label": "Supervisor"}})
    ordinary = {"category": "billing", "team": "desk", "urgency": "routine"}
    found = let_in(process, **ordinary, special_handling=False)
    assert (found["ABC_Auditor_Users"], found["ABC_Supervisor_Users"]) == ("Read", "Edit")
    found = let_in(process, **ordinary, special_handling=True)
    assert found["ABC_Auditor_Users"] == "Read"
    assert not {"ABC_Supervisor_Users", "ABC_Loader_Users"} & set(found)
    groups = {one.name for one in lower(process)["foundation"] if isinstance(one.body, Group)}
    assert {"ABC_Auditor_Users", "ABC_Supervisor_Users"} <= groups
    assert "ABC_Loader_Users" not in groups


def test_what_is_told_narrows_what_may_be_read(tmp_path: Path) -> None:
    alerts = {
        "grave": {"on": "routed", "when": "urgency = emergency and safe_contact", "notify": ["director"], "text": "x"},
        "money": {"on": "routed", "when": "category in [billing, general]", "notify": ["director"], "text": "x"},
        "any": {"on": "routed", "when": "urgency = emergency or category = billing", "notify": ["desk"], "text": "x"},
    }
    process = process_of(tmp_path, people={"director": {"label": "Director"}}, alerts=alerts)

    def reads(category: str, urgency: str) -> bool:
        return "ABC_Director" in let_in(
            process, category=category, urgency=urgency, team="desk", special_handling=False
        )

    assert [reads("symptoms", "emergency"), reads("billing", "routine"), reads("symptoms", "urgent")] == [
        True, True, False
    ]  # fmt: skip
    special = {"category": "symptoms", "urgency": "emergency", "team": "nurses", "special_handling": True}
    assert let_in(process, **special)["ABC_Desk_Team"] == "Read"
    assert {criteria for who, criteria, _ in told(process) if who == "desk"} == {()}
    assert narrowed([None]) == ()


def test_a_ladder_and_a_clock_of_some_cases_tell_of_those(tmp_path: Path) -> None:
    clock = {
        "label": "Bills", "when": "category = billing", "starts": "created", "stops": "closed", "within": "4h",
        "ladder": [{"after": "1h", "notify": ["director"], "text": "x"}],
    }  # fmt: skip
    alerts = {"bill_late": {"on": "breached bills", "notify": ["manager"], "text": "x"}}
    process = process_of(tmp_path, people={"director": {"label": "Director"}}, clocks={"bills": clock}, alerts=alerts)
    found = {(who, criteria) for who, criteria, _ in told(process)}
    assert {("director", (("category", ("billing",)),)), ("manager", (("category", ("billing",)),))} <= found


def test_a_long_list_of_teams_is_more_than_one_item(tmp_path: Path) -> None:
    """A filter compares with 255 characters at most."""
    more = {f"{'long_' * 5}{number}": {"label": f"T{number}", "lead": "matron"} for number in range(12)}
    process = process_of(tmp_path, teams=more)
    names = names_of(process)
    (led,) = (one for one in rules_of(tuple(sharing(process, names))) if one.fullName == "ABC_Cases_Led_By_Matron")
    assert led.booleanFilter == "1 AND (2 OR 3)"
    assert all(len(item.value or "") <= 255 for item in led.criteriaItems)
    for team in process.teams:
        found = let_in(process, category="billing", urgency="routine", team=team.id, special_handling=True)
        assert (found.get("ABC_Matron") == "Edit") == (team.lead == "matron")


def test_without_a_private_default_nothing_is_shared(tmp_path: Path) -> None:
    process = process_of(tmp_path, expects={"case_sharing": None})
    assert list(sharing(process, names_of(process))) == []


def test_without_special_handling_no_rule_speaks_of_it(tmp_path: Path) -> None:
    symptoms = [{"id": "symptoms", "special_handling": False}]
    process = process_of(tmp_path, categories=symptoms, flags={"safe_contact": {"special_handling": False}})
    names = names_of(process)
    assert not [one for one in rules_of(tuple(sharing(process, names))) if one.fullName.startswith("ABC_Special")]


def test_a_queue_that_the_org_has_gets_a_group_of_ours(tmp_path: Path) -> None:
    teams = {"desk": {"existing": True, "api_name": "Front_Desk"}}
    process = process_of(tmp_path, teams=teams, expects={"queues": ["Front_Desk"]})
    there = {(one.kind, one.name) for one in lower(process)["foundation"]}
    assert ("Group", "Front_Desk_Team") in there
    assert ("Queue", "Front_Desk") not in there
    found = let_in(process, category="billing", urgency="routine", team="desk", special_handling=True)
    assert found["Front_Desk_Team"] == "Edit"
