"""Scenarios on the generated metadata: a planted fault is found at its step, and the command says what differs."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands import test as command
from generator.compiler import Understood, compile_spec, understand
from generator.interpret.state import State
from generator.interpret.telling import Interpreter
from generator.process.events import Arrival, Event, Observation, Verify
from generator.process.model import Process
from generator.prove.histories import compare, history, parting
from generator.prove.lexicon import Lexicon
from generator.prove.observing import Witnessed
from generator.prove.playing import OrgTeller, Played
from generator.prove.scenarios import run_on_metadata
from generator.scenarios.model import Scenario
from generator.scenarios.running import Failure, Result, Teller, run
from generator.source import NOWHERE

ROOT = Path(__file__).resolve().parents[2]
SPEC = str(ROOT / "specs" / "northgate.yaml")
FLOW = "workflow/main/default/flows/NGH_Intake.flow-meta.xml"
WORD = ("&quot; stroke &quot;", "&quot; strike &quot;")


@cache
def northgate() -> tuple[Understood, Mapping[str, bytes]]:
    understood = understand(SPEC)
    return understood, compile_spec(understood)


def changed(path: str, old: str, new: str) -> dict[str, bytes]:
    files = northgate()[1]
    assert old.encode() in files[path]
    return {**files, path: files[path].replace(old.encode(), new.encode())}


def scenario(*parts: str) -> Scenario:
    return next(one for one in northgate()[0].resolved.scenarios if all(part in one.name for part in parts))


SPECS = ("northgate", "ashfell", "clients/northgate-leeds", "clients/northgate-boston", "clients/ashfell-marlow")


@pytest.mark.parametrize("name", SPECS)
def test_the_metadata_does_what_the_spec_means_in_every_step_of_every_story(name: str) -> None:
    """Examples are messages alone, and `test_proof.py` compares many more of those."""
    understood = understand(str(ROOT / "specs" / f"{name}.yaml"))
    chosen = tuple(one for one in understood.resolved.scenarios if not one.is_example)

    assert len(chosen) > 30
    assert list(compare(understood.resolved.process, chosen, compile_spec(understood))) == []


class Altered(Interpreter):
    """Tells histories as the process means them, but for one event."""

    def __init__(self, event: type[Event], **seen: object) -> None:
        super().__init__(process())
        self.event, self.seen = event, seen

    def step(self, before: State, event: Event) -> tuple[State, Observation]:
        state, seen = super().step(before, event)
        return state, replace(seen, **self.seen) if isinstance(event, self.event) else seen  # type: ignore[arg-type]


def process() -> Process:
    return northgate()[0].resolved.process


@cache
def lexicon() -> Lexicon:
    return Lexicon(process(), json.loads(northgate()[1]["carepath.lock"]))


def test_a_fault_planted_in_the_metadata_is_found_at_its_step() -> None:
    files = changed(FLOW, *WORD)
    one = scenario("example", "Could this be a stroke")
    ((name, step, event, lines),) = compare(process(), (one,), files)

    assert (name, step, event) == (one.name, 0, one.given)
    assert "fact category: the spec says 'adverse_symptom', the metadata says 'general'" in lines
    assert "words found: only the spec says 'stroke'" in lines


def test_the_first_step_that_differs_is_given_with_its_event() -> None:
    one = scenario("Identity comes before assessment")
    moments = history(Altered(Verify, owner="pharmacy", linked=frozenset(("other",))), one)
    found = parting(Interpreter(process()), moments, lexicon())
    assert found is not None
    step, event, lines = found

    assert (step, event) == (3, Verify(identifier="hospital_number", because=NOWHERE))
    assert lines == (
        "linked: only the metadata says 'other'",
        "owner: the spec says 'clerk', the metadata says 'pharmacy'",
    )


def test_lines_that_are_to_be_ignored_are_not_given() -> None:
    one = scenario("Identity comes before assessment")
    altered, told = Altered(Verify, owner="pharmacy", linked=frozenset(("other",))), Interpreter(process())
    found = parting(told, history(altered, one), lexicon(), ("linked",))
    assert found is not None

    assert found[2] == ("owner: the spec says 'clerk', the metadata says 'pharmacy'",)
    assert parting(told, history(altered, one), lexicon(), ("linked", "owner")) is None


def test_histories_that_agree_part_nowhere() -> None:
    one, told = scenario("Identity comes before assessment"), Interpreter(process())

    assert parting(told, history(told, one), lexicon()) is None


def test_a_fault_of_the_org_fails_a_scenario_though_its_expectations_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    player = OrgTeller(process(), northgate()[1])
    begin = player.begin

    def faulty(arrival: Arrival) -> tuple[Played, Witnessed]:
        state, seen = begin(arrival)
        return state, replace(seen, faults=("a flow failed",))

    one = scenario("example", "Could this be a stroke")
    assert run_on_metadata(one, process(), player).passed
    monkeypatch.setattr(player, "begin", faulty)
    result = run_on_metadata(one, process(), player)

    assert [(failure.message, failure.because) for failure in result.failures] == [
        ("fault: a flow failed", one.given.because)
    ]


def failing(given: Arrival, element: str) -> Arrival:
    return replace(given, org=replace(given.org, fail=(element,)))


def test_an_element_that_is_to_fail_must_be_there() -> None:
    player = OrgTeller(process(), northgate()[1])
    one = scenario("example", "Could this be a stroke")
    flow, program = next(iter(player.package.programs.items()))
    there = f"{flow}.{next(iter(program.bulk))}"
    wanted = {
        element: run_on_metadata(replace(one, given=failing(one.given, element)), process(), player).failures
        for element in (there, "NGH_Intake.Nothing", "Nothing")
    }

    assert wanted[there] == ()
    assert [failure.message for failure in wanted["Nothing"]] == [
        "no flow has the element Nothing, which this scenario names"
    ]
    assert len(wanted["NGH_Intake.Nothing"]) == 1


def test_a_scenario_with_an_element_that_fails_is_not_compared() -> None:
    one = scenario("example", "Could this be a stroke")
    lame = replace(one, given=failing(one.given, "NGH_Intake.Nothing"))
    files = changed(FLOW, *WORD)

    assert list(compare(process(), (lame,), files)) == []


# -- carepath test -----------------------------------------------------------------------------------------------------


@pytest.fixture
def understood_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The spec is the same each time: it is understood and compiled once."""
    monkeypatch.setattr(command, "understand", lambda spec: northgate()[0])
    monkeypatch.setattr(command, "compile_spec", lambda understood: northgate()[1])


def output(*options: str) -> tuple[int, str]:
    result = CliRunner().invoke(command.command, [SPEC, *options])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


@pytest.mark.parametrize("witness", ["process", "xml"])
def test_the_command_runs_scenarios_on_either_witness(witness: str) -> None:
    assert output("--on", witness, "-k", "Could this be a stroke") == (0, f"{SPEC}: 1 passed, 0 failed\n")


@pytest.mark.usefixtures("understood_once")
@pytest.mark.parametrize("witness", ["xml", "both"])
def test_the_command_names_what_the_metadata_does_otherwise(monkeypatch: pytest.MonkeyPatch, witness: str) -> None:
    monkeypatch.setattr(command, "compile_spec", lambda understood: changed(FLOW, *WORD))
    code, said = output("--on", witness, "-k", "Could this be a stroke")

    assert code == 1
    assert "  expected category: adverse_symptom, but category is general\n" in said
    assert "  the metadata does not do what the spec means:\n" in said
    assert "      fact category: the spec says 'adverse_symptom', the metadata says 'general'\n" in said
    assert said.endswith(": 0 passed, 1 failed\n")


@pytest.mark.usefixtures("understood_once")
def test_both_finds_what_no_expectation_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example expects category and urgency alone; the metadata gives the case to another team."""
    routed = ("&quot;nurse_triage&quot;", "&quot;pharmacy&quot;")
    monkeypatch.setattr(command, "compile_spec", lambda understood: changed(FLOW, *routed))
    on_metadata = output("--on", "xml", "-k", "My calf pain is bad")
    on_both = output("--on", "both", "-k", "My calf pain is bad")

    assert on_metadata == (0, f"{SPEC}: 1 passed, 0 failed\n")
    assert on_both[0] == 1
    assert "      fact team: the spec says 'nurse_triage', the metadata says 'pharmacy'\n" in on_both[1]


@pytest.mark.usefixtures("understood_once")
def test_a_scenario_that_fails_on_the_meaning_is_not_tried_on_the_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(one: Scenario, process: Process, teller: Teller) -> Result:
        assert isinstance(teller, Interpreter)
        return replace(run(one, process, teller), failures=(Failure(message="wrong", because=one.because),))

    monkeypatch.setattr(command, "run", wrong)
    code, said = output("--on", "both", "-k", "Could this be a stroke")

    assert code == 1
    assert "  wrong\n" in said
    assert "the metadata" not in said


def test_on_the_meaning_a_scenario_with_an_element_that_fails_is_left_and_counted(tmp_path: Path) -> None:
    text = Path(SPEC).read_text(encoding="utf-8")
    scenarios = """
scenarios:
  A fault is noticed:
    given: {channel: web, subject: Parking, text: Where is the parking?, fail: NGH_Intake.Nothing}
    then:
      - expect: {category: appointment}
"""
    spec = tmp_path / "northgate.yaml"
    spec.write_text(text.replace("northgate/scenarios.yaml, ", "") + scenarios, encoding="utf-8")
    for folder in ("base", "northgate"):
        (tmp_path / folder).symlink_to(ROOT / "specs" / folder)
    told = CliRunner().invoke(command.command, [str(spec), "-k", "A fault is noticed", "--on", "process"])
    played = CliRunner().invoke(command.command, [str(spec), "-k", "A fault is noticed"])

    assert (told.exit_code, told.output) == (0, f"{spec}: 0 passed, 0 failed, 1 for --on xml\n")
    assert played.exit_code == 1
    assert "no flow has the element NGH_Intake.Nothing, which this scenario names" in played.output
