"""Twenty-nine faults planted in one flow: what a strict schema finds, and that verify finds every one.

Who measured other tools names those that none of them caught (a duplicate element name, an unknown object, an unknown
field in a formula, a formula syntax error, a bad API name, a decision without a label); they come first, and others of
the kinds that schemas and scanners look for follow. `by`: who else finds it, the schema of the Metadata API, or by its
published list of rules a flow scanner (missing fault paths, elements that nothing leads to, unused variables).
"""

from functools import cache

import pytest

from generator.schemas.validation import validate
from generator.verify.verifying import verify
from tests.conftest import ROOT

TREE = ROOT / "output" / "northgate"
FLOW = "workflow/main/default/flows/NGH_Clock.flow-meta.xml"
NODE = "<label>Extra</label>\n<locationX>0</locationX>\n<locationY>0</locationY>\n"
LONELY = f"<assignments>\n<name>Lonely</name>\n{NODE}</assignments>\n    <decisions>"
FAULTS = (
    ("a duplicate element name", "FLOW-006", "", "<name>Due_Case</name>", "<name>Warned_Case</name>"),
    ("an unknown object", "FLOW-159 FLOW-122", "", "<object>Case</object>", "<object>NGH_Nothing__c</object>"),
    ("an unknown field in a formula", "FLOW-199 FLOW-159", "", "{!Due_Case.NGH_Token__c}", "{!Due_Case.NGH_Nope__c}"),
    ("a formula syntax error", "FLOW-194", "", "NGH_Token__c}, 0) + 1", "NGH_Token__c}, 0) + "),
    ("a bad API name", "FLOW-005", "", "<name>Warn</name>", "<name>1 Warn</name>"),
    ("a decision without a label", "FLOW-008", "", "<label>Does the row still count</label>", ""),
    ("an unknown function", "FLOW-199 FLOW-192", "", "BLANKVALUE(", "BLANKVALU("),
    ("a connector to nothing", "FLOW-012", "", "<targetReference>Due_Row</", "<targetReference>Nowhere</"),
    ("an element connected to itself", "FLOW-013", "", "<targetReference>Due_Does_the_row_still_count</",
     "<targetReference>Due_Row</"),
    ("an element that nothing leads to", "FLOW-014", "scanner", "    <decisions>", LONELY),
    ("a lookup without a fault path", "GRAPH-004", "scanner", FAULT := (
        "        <faultConnector>\n            <targetReference>Fault_Record_the_failure</targetReference>\n"
        "        </faultConnector>\n"), ""),
    ("a variable that is never read", "GRAPH-002", "scanner", "    <variables>", (
        "    <variables>\n<name>Idle</name>\n<dataType>String</dataType>\n<isCollection>false</isCollection>\n"
        "<isInput>false</isInput>\n<isOutput>false</isOutput>\n</variables>\n    <variables>")),
    ("a path from a field that there is not", "FLOW-084", "", "NGH_Warn_At__c", "NGH_Nope_At__c"),
    ("a path without its label", "FLOW-081", "", "<label>Warning</label>", ""),
    ("two paths of one name", "FLOW-091", "", "<name>Due</name>", "<name>Warn</name>"),
    ("a value for a field that there is not", "FLOW-130", "", "<field>NGH_At__c</field>", "<field>NGH_Nope__c</field>"),
    ("a subflow that there is not", "FLOW-146", "", "<flowName>NGH_Notify</flowName>", "<flowName>Nothing</flowName>"),
    ("a value from nothing", "FLOW-159", "", "<elementReference>Told_Nobody</", "<elementReference>Nobody</"),
    ("an outcome without conditions", "FLOW-137", "", CONDITIONS := (
        "            <conditions>\n                <leftValueReference>Due_Row</leftValueReference>\n"
        "                <operator>IsNull</operator>\n                <rightValue>\n"
        "                    <booleanValue>false</booleanValue>\n                </rightValue>\n"
        "            </conditions>\n"), ""),
    ("logic of a condition that there is not", "FLOW-024", "", "<conditionLogic>and<", "<conditionLogic>1 AND 9<"),
    ("an order of more than 2,000", "FLOW-020", "", "<triggerOrder>100<", "<triggerOrder>9999<"),
    ("an operator that there is not", "FLOW-015", "schema", "<operator>EqualTo<", "<operator>Banana<"),
    ("a type that there is not", "FLOW-015", "schema", "<dataType>String<", "<dataType>Words<"),
    ("a status that there is not", "FLOW-015 XSD-001", "schema", "<status>Active<", "<status>Running<"),
    ("a trigger that there is not", "FLOW-015 XSD-001", "schema", "RecordAfterSave", "RecordAfterLunch"),
    ("an element that there is not", "FLOW-016", "schema", "    <decisions>",
     "<bulkSupport>true</bulkSupport>\n    <decisions>"),
    ("an element without a place", "XML-002 XSD-001", "schema", "<locationX>0</locationX>", ""),
    ("a flow without a label", "FLOW-001 XML-002", "schema", "<label>Patient inquiry: clock</label>", ""),
    ("a tag that is not closed", "XML-001", "schema", "</start>", ""),
)  # fmt: skip


@cache
def files() -> dict[str, bytes]:
    return {path.relative_to(TREE).as_posix(): path.read_bytes() for path in sorted(TREE.rglob("*")) if path.is_file()}


def planted(old: str, new: str) -> bytes:
    text = files()[FLOW].decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def test_there_are_twenty_nine() -> None:
    assert len(FAULTS) == len({name for name, *_ in FAULTS}) == 29


@pytest.mark.parametrize(("name", "codes", "by", "old", "new"), FAULTS, ids=[name for name, *_ in FAULTS])
def test_verify_finds_it(name: str, codes: str, by: str, old: str, new: str) -> None:
    """By the code of the rule that it breaks; the schema finds just those that are said of it."""
    content = planted(old, new)
    lock = {path: text for path, text in files().items() if path in ("carepath.lock", "sfdx-project.json")}
    beside = {path: text for path, text in files().items() if path != FLOW and path.endswith("-meta.xml")}
    found = {one.code for one in verify({**lock, FLOW: content}, beside) if one.span.path == FLOW}
    assert found & set(codes.split()), found
    assert bool(validate(content)) == (by == "schema")
