"""The survey of other people's projects (tests.conformance.foreign) on projects that are made up here."""

from collections import Counter

import pytest

from generator.emulator.loading import load
from generator.reading import read_files
from tests.conformance import foreign, saves
from tests.emulator.building import Ref, act, assign, create, flow, path, rule, variable

SPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"'
PLACED = "<locationX>0</locationX><locationY>0</locationY>"


def calling(kind: str, action: str, status: str = "Active", process: str = "AutoLaunchedFlow") -> bytes:
    call = (
        f"<actionCalls><name>Call</name><label>Call</label>{PLACED}<actionName>{action}</actionName>"
        f"<actionType>{kind}</actionType></actionCalls>"
    )
    said = f"<label>A flow</label><processType>{process}</processType><status>{status}</status>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Flow {SPACE}>{call}{said}</Flow>'.encode()


def running(name: str) -> bytes:
    call = f"<subflows><name>Call</name><label>Call</label>{PLACED}<flowName>{name}</flowName></subflows>"
    return calling("chatterPost", "chatterPost").replace(b"<actionCalls>", call.encode() + b"<actionCalls>")


def test_what_needs_apex_a_package_or_the_outside_is_counted_apart() -> None:
    """Also where only a flow that is called needs it."""
    held = {
        "Fine": calling("chatterPost", "chatterPost"),
        "Odd": calling("novelty", "novelty"),
        "Code": calling("apex", "Work"),
        "Calls_code": running("Code"),
        "Sold": calling("apex", "vendor__Work"),
        "Calls_sold": running("vendor__Their_Flow"),
        "Away": calling("externalService", "Service.get"),
        "Old": calling("novelty", "novelty", status="Obsolete"),
        "Seen": calling("novelty", "novelty", process="Flow"),
    }
    project = read_files({f"main/flows/{name}.flow-meta.xml": text for name, text in held.items()}, whole=True)

    counted, verdicts, _ = foreign.judged(project)

    assert counted == Counter({"flows": 9, "others": 1, "inactive": 1})
    assert {one.flow: one.kind for one in verdicts} == {
        "Fine": "loaded", "Odd": "not loaded", "Code": "Apex", "Calls_code": "Apex", "Sold": "package",
        "Calls_sold": "package", "Away": "outside",
    }  # fmt: skip
    assert [foreign.plain(one) for one in verdicts if one.flow == "Odd"] == ["FLOW.Call: the action novelty (...)"]


def test_saves_tell_what_was_entered_and_what_crashed() -> None:
    """Validation rules would refuse what is random and stay out; a flow that Python cannot run is a crash."""
    early = flow("Early", assign("Set", ("$Record.SuppliedName", "x")), filters=(("Priority", "EqualTo", "High"),))
    late = flow("Late", create("Make", "Task", {"Subject": "x"}), trigger="after", paths=(path("Soon", "Make"),))
    alone = flow("Alone", assign("Set", ("In", "x")), variable("In"), trigger=None)
    package = load([early, late, alone, rule("Never", "TRUE")], open=True)

    found = saves.tried(package, ["Early", "Late", "Alone"], 20)

    assert found.crashes == ()
    assert found.counts["flows"] == found.counts["flows entered"] == 2
    assert found.counts["saves"] == 40
    assert found.counts["refused saves"] < 20


def test_a_crash_is_told_with_its_flow(monkeypatch: pytest.MonkeyPatch) -> None:
    post = act("Say", "chatterPost", "chatterPost", {"subjectNameOrId": Ref("$Record.Id"), "text": "Hi"})
    package = load([flow("Late", post, trigger="after")], open=True)

    def broken(playing: saves.Playing) -> dict[str, object]:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(saves.Playing, "fields", broken)
    found = saves.tried(package, ["Late"], 2)

    assert found.counts["crashes"] == 1
    assert found.crashes[0].startswith("Late: Traceback")
    assert "planted" in found.crashes[0]
