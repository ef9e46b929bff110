"""Every org has another patient's case in it before a history begins: a query or a write that forgets whose rows it
means is found, though each history is about one case."""

from functools import cache

import pytest
from lxml import etree

from generator.compiler import understand
from generator.interpret.telling import Interpreter
from generator.prove.playing import STRANGER, OrgTeller
from generator.prove.scenarios import parted, run_on_metadata
from generator.scenarios.model import Scenario
from generator.scenarios.running import Result
from tests.prove.builds import FLOWS, ROOT, built

NAMESPACE = "{http://soap.sforce.com/2006/04/metadata}"
EMERGENCY, REPLY, CONSENT, LATE = (
    "An emergency is resolved within the hour",
    "A reply can raise the alarm",
    "Results wait for consent",
    "A reply after fourteen days makes a new case beside the old one",
)
FORGOTTEN = (
    ("NGH_Clock", "Due_Row", "filters", "Id", EMERGENCY),
    ("NGH_Clock", "Due_Case", "filters", "Id", EMERGENCY),
    ("NGH_Reply", "The_Case", "filters", "Id", REPLY),
    ("NGH_Reply", "It_is_open_or_may_open_again_Write_it_into_the_case", "filters", "Id", REPLY),
    ("NGH_Consent", "Answer_share_results", "filters", "ConsentGiverId", CONSENT),
    ("NGH_Consent", "Cases_ContactId_share_results", "filters", "ContactId", CONSENT),
    ("NGH_Reply", "It_was_Begin_another_case", "inputAssignments", "SuppliedEmail", LATE),
    ("NGH_Reply", "It_was_Begin_another_case", "inputAssignments", "Description", LATE),
    ("NGH_Reply", "It_was_Begin_another_case", "inputAssignments", "ParentId", LATE),
)
"""A flow, a query or write in it, the part that it loses of which field, and a history in which that shows."""


@cache
def scenarios() -> dict[str, Scenario]:
    return {one.name: one for one in understand(str(ROOT / "specs" / "northgate.yaml")).resolved.scenarios}


@cache
def teller() -> OrgTeller:
    return OrgTeller(understand(str(ROOT / "specs" / "northgate.yaml")).resolved.process, built("northgate"))


def told(name: str, player: OrgTeller) -> Result:
    """A scenario on the metadata, compared with what the spec means."""
    process = player.process
    return parted(run_on_metadata(scenarios()[name], process, player), Interpreter(process), player)


@pytest.mark.parametrize(("flow", "element", "part", "field", "history"), FORGOTTEN)
def test_what_is_lost_is_missed(flow: str, element: str, part: str, field: str, history: str) -> None:
    path = f"{'optional-consent/main/default/flows' if flow == 'NGH_Consent' else FLOWS}/{flow}.flow-meta.xml"
    root = etree.fromstring(built("northgate")[path])
    lost = [
        one
        for each in root
        if each.findtext(f"{NAMESPACE}name") == element
        for one in each.findall(f"{NAMESPACE}{part}")
        if one.findtext(f"{NAMESPACE}field") == field
    ]
    assert len(lost) == 1
    for one in lost:
        one.getparent().remove(one)  # type: ignore[union-attr]
    faulty = OrgTeller(teller().process, {**built("northgate"), path: etree.tostring(root)})

    assert told(history, teller()).passed
    assert not told(history, faulty).passed


def test_the_stranger_s_case_is_open_and_its_promises_run() -> None:
    player = teller()
    state, _ = player.begin(scenarios()["A reply can raise the alarm"].given)
    rows = {row["SuppliedEmail"]: row for row in state.org.rows("Case")}

    assert len(rows) == 2
    assert rows[STRANGER]["IsClosed"] is False
    assert rows[STRANGER][player.lexicon.lock["clocks"]["triage"]["due"]].year == 2098
    assert rows[STRANGER]["Id"] < str(state.case), "a query without a filter finds it first"


def test_a_history_alone_has_no_stranger() -> None:
    player = OrgTeller(teller().process, built("northgate"), alone=True)
    state, _ = player.begin(scenarios()["A reply can raise the alarm"].given)

    assert [row["Id"] for row in state.org.rows("Case")] == [state.case]
