"""What a simulation says beside the story: where the spec means something else, and what it rests on."""

from pathlib import Path

from generator.compiler import compile_spec, understand
from generator.emulator.switches import GRADES
from generator.metadata.component import Component
from generator.rendering import render
from generator.simulating.built import components_in, files_of, process_of
from generator.simulating.history import history
from generator.simulating.running import Simulator
from generator.simulating.simulation import Simulation
from generator.simulating.telling import told
from generator.source import Source
from tests.emulator.building import Ref, assign, create, decide, flow, variable
from tests.simulate.built import ROOT, write

SPEC = ROOT / "tests/simulate/clinic.yaml"
STORY = Source(path="story.yaml", text="given: {text: I collapsed on the stairs}\nthen: [{wait: 25m}]\n")


def simulated(files: dict[str, bytes], spec: Path = SPEC) -> Simulation:
    understood = understand(str(spec))
    process = understood.resolved.process
    return Simulator(process, files, str(spec), understood.sources).simulate(history(STORY, process))


def test_metadata_that_does_what_the_spec_says_parts_nowhere() -> None:
    assert simulated(compile_spec(understand(str(SPEC)))).difference is None


def test_a_spec_that_means_something_else_is_told_at_the_event(tmp_path: Path) -> None:
    """The metadata was built from another text: its promise was 40 minutes."""
    other = tmp_path / "clinic.yaml"
    other.write_text(SPEC.read_text(encoding="utf-8").replace("urgent: 30m", "urgent: 40m"), encoding="utf-8")
    simulation = simulated(compile_spec(understand(str(other))))

    assert simulation.difference is not None
    assert simulation.difference.line == "story.yaml:1"
    assert any("triage" in line for line in simulation.difference.lines)
    assert "THE SPEC MEANS SOMETHING ELSE" in told(simulation)


def odd() -> Component:
    """A flow that rests on what nobody documents: what nothing plus nothing is."""
    ask = decide("Ask", ("n", "IsNull", True), yes="Nothing", no="Zero")
    return flow(
        "Odd", assign("Count", ("n", "Add", Ref("n")), then="Ask"), ask,
        create("Nothing", "Task", {"Subject": "nothing", "WhatId": Ref("$Record.Id")}),
        create("Zero", "Task", {"Subject": "zero", "WhatId": Ref("$Record.Id")}),
        variable("n", "Number", scale=0), trigger="after", when="Create",
    )  # fmt: skip


def test_a_story_that_rests_on_what_is_not_documented_says_so(tmp_path: Path) -> None:
    write(tmp_path, compile_spec(understand(str(SPEC))))
    write(tmp_path, {"extra/main/default/flows/Odd.flow-meta.xml": render(odd())})
    files = files_of(str(tmp_path))
    process = process_of(files, components_in(str(tmp_path), files))
    simulation = Simulator(process, files, str(tmp_path)).simulate(history(STORY, process))
    found = {(one.name, one.other): one.same for one in simulation.switches}

    assert "zero" in [task.subject for moment in simulation.moments for task in moment.tasks]
    assert found == {("flow_null_arithmetic", "null"): False, ("notify_on_commit", "False"): True}
    assert {GRADES[name] for name, _ in found} <= {"C", "D"}
    assert "with null THE STORY IS ANOTHER" in told(simulation)
