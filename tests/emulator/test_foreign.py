"""What projects of other people hold and ours do not."""

from decimal import Decimal

import pytest

from generator.emulator.loading import load
from generator.emulator.organisation import found_org
from generator.emulator.results import Email
from generator.emulator.schema import NotModelled
from generator.emulator.trees import load_tree
from generator.metadata.component import component
from generator.metadata.flow import FlowSubflowInputAssignment
from generator.metadata.objects import CustomField, RecordType
from tests.emulator.building import (
    NOON,
    Ref,
    assign,
    codes,
    create,
    custom,
    errors,
    flow,
    formula,
    get,
    new,
    org,
    saved,
    subflow,
    template,
    update,
    value,
    variable,
)

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"'


def flow_xml(body: str = "", label: str = "A flow", status: str = "Active") -> bytes:
    text = f"<label>{label}</label><processType>AutoLaunchedFlow</processType><status>{status}</status>{body}"
    return f"{HEAD}<Flow {SPACE}>{text}</Flow>".encode()


def test_a_compound_field_is_made_of_fields() -> None:
    fields = custom("Home__c", "Address"), custom("Site__c", "Location")
    work = assign("Set", ("$Record.SuppliedName", Ref("$Record.Home__City__s")), ("$Record.Description", Ref("far")))
    far = formula("far", 'IF({!$Record.Site__Latitude__s} > 60, "north", "south")')
    made = org(*fields, flow("Read", work, far))

    row = saved(new(made, {"Home__City__s": "Oslo", "Site__Latitude__s": Decimal("59.9")}))

    assert (row["SuppliedName"], row["Description"]) == ("Oslo", "south")


def test_a_file_on_a_standard_field_leaves_its_type() -> None:
    """It says `trackHistory` and the like, often without a type; a lookup keeps what it leads to."""
    bare = component("Case.IsEscalated", CustomField(fullName="IsEscalated", trackHistory=True))
    link = component("Case.ContactId", CustomField(fullName="ContactId", type="Lookup"))
    work = assign("Set", ("$Record.SuppliedName", Ref("f")))
    asked = 'IF({!$Record.IsEscalated}, {!$Record.Contact.LastName}, "no")'
    made, (contact,) = org(bare, link, flow("Read", work, formula("f", asked))).with_rows(
        "Contact", [{"LastName": "X"}]
    )

    assert saved(new(made, {"IsEscalated": True, "ContactId": contact}))["SuppliedName"] == "X"
    assert saved(new(made, {"IsEscalated": False, "ContactId": contact}))["SuppliedName"] == "no"


def test_a_field_of_an_unknown_type_is_refused_by_name() -> None:
    odd = component("Case.Odd__c", CustomField(fullName="Odd__c", type="Oracle"))

    with pytest.raises(NotModelled, match=r"Case\.Odd__c: a field of type Oracle"):
        load([odd])
    assert [one.name for one in load([odd], partial=True).refused] == ["Case.Odd__c"]


def test_only_flows_that_run_are_refused_for_what_they_hold() -> None:
    screens = "<screens><name>S</name><label>S</label><locationX>0</locationX><locationY>0</locationY></screens>"

    def refused(status: str) -> list[str]:
        files = {"main/flows/A.flow-meta.xml": flow_xml(screens, status=status)}
        return [one.reason for one in load_tree(files, partial=True).refused]

    assert refused("Active") == ["the element screens"]
    assert refused("Draft") == []


def test_a_refused_workflow_leaves_the_object_of_its_name() -> None:
    workflow = f"{HEAD}<Workflow {SPACE}><novelty>x</novelty></Workflow>".encode()
    thing = f"{HEAD}<CustomObject {SPACE}><label>A thing</label></CustomObject>".encode()
    files = {
        "main/workflows/Thing__c.workflow-meta.xml": workflow,
        "main/objects/Thing__c/Thing__c.object-meta.xml": thing,
    }

    package = load_tree(files, partial=True)

    assert [one.reason for one in package.refused] == ["the element novelty"]
    assert package.schema.shape("Thing__c").label == "A thing"


def test_a_file_of_an_older_layout_beside_the_project_is_left_alone() -> None:
    files = {
        "main/flows/A.flow": flow_xml(label="Left behind"),
        "main/flows/A.flow-meta.xml": flow_xml(label="Deployed"),
        "src/flows/B.flow": flow_xml(label="Metadata package"),
    }

    package = load_tree(files)

    assert {name: program.label for name, program in package.programs.items()} == {
        "A": "Deployed",
        "B": "Metadata package",
    }


def test_a_default_may_look_at_the_record_type() -> None:
    """`$RecordType` is that of the new record."""
    known = component("Case.Billing", RecordType(fullName="Billing", label="Billing", active=True))
    field = custom("Team__c", "Text", length=20, defaultValue='IF($RecordType.DeveloperName = "Billing", "B", "A")')
    made = org(known, field)
    found = made.find("RecordType", DeveloperName="Billing")
    assert found is not None

    assert saved(new(made, {"RecordTypeId": found["Id"]}))["Team__c"] == "B"
    assert saved(new(made))["Team__c"] == "A"


def test_a_default_that_is_not_understood_is_refused_when_it_is_loaded() -> None:
    field = custom("Team__c", "Text", length=20, defaultValue="$Nowhere.Name")

    package = load([field], partial=True)

    assert [one.name for one in package.refused] == ["Case.Team__c"]
    assert "Team__c" not in saved(new(found_org(package, NOON)))


def test_a_variable_may_begin_with_what_is_not_there_yet() -> None:
    """The default names an element that runs later: nothing, and no fault."""
    start = variable("Then", "DateTime", Ref("Find.CreatedDate"))
    work = assign("Set", ("$Record.SuppliedName", "done"), then="Find")
    find = get("Find", "Case", ("Id", "EqualTo", "none"))

    assert saved(new(org(flow("Read", work, find, start))))["SuppliedName"] == "done"


def test_a_subflow_that_is_given_what_is_not_there_fails_the_flow() -> None:
    inner = flow("Inner", assign("Keep", ("In", "x")), variable("In", isInput=True), trigger=None)
    given = FlowSubflowInputAssignment(name="In", value=value(Ref("Find.Subject")))
    find = get("Find", "Case", ("Id", "EqualTo", "none"), then="Call")
    outer = flow("Outer", find, subflow("Call", "Inner", inputAssignments=(given,)))

    outcome = new(org(inner, outer))

    assert codes(outcome) == ["CANNOT_EXECUTE_FLOW_TRIGGER"]
    assert "failed to access the value for Find.Subject" in errors(outcome)[0].message


def test_a_formula_over_fields_of_unknown_type_fails_as_formulas_do() -> None:
    """In part of an org nobody knows what a field holds: a value that the formula cannot take fails the save."""
    work = flow("Read", assign("Set", ("$Record.SuppliedName", Ref("f"))), formula("f", "LEFT({!$Record.Odd__c}, 2)"))
    made = found_org(load([work], open=True), NOON)

    assert saved(new(made, {"Odd__c": "abc"}))["SuppliedName"] == "ab"
    assert codes(new(made, {"Odd__c": True})) == ["CANNOT_EXECUTE_FLOW_TRIGGER"]


PLACED = "<locationX>0</locationX><locationY>0</locationY>"


def started(first: str) -> str:
    where = f"{PLACED}<connector><targetReference>{first}</targetReference></connector>"
    when = "<recordTriggerType>Update</recordTriggerType><triggerType>RecordAfterSave</triggerType>"
    return f"<start>{where}<object>Case</object>{when}</start>"


def mapped(field: str, value: str) -> str:
    return (
        f"<transformValueActions><outputFieldApiName>{field}</outputFieldApiName><transformType>Map</transformType>"
        f"<value>{value}</value></transformValueActions>"
    )


def transforming(actions: str, more: str = "") -> bytes:
    """Every case with the subject of the one that was changed becomes a task."""
    return flow_xml(
        f"<recordCreates><name>Make</name><label>Make</label>{PLACED}<inputReference>Tasks</inputReference></recordCreates>"
        f"<recordLookups><name>Find</name><label>Find</label>{PLACED}"
        "<connector><targetReference>Tasks</targetReference></connector><filterLogic>and</filterLogic>"
        "<filters><field>Subject</field><operator>EqualTo</operator><value><elementReference>$Record.Subject"
        "</elementReference></value></filters><getFirstRecordOnly>false</getFirstRecordOnly><object>Case</object>"
        "<storeOutputAutomatically>true</storeOutputAutomatically></recordLookups>"
        f"{started('Find')}"
        f"<transforms><name>Tasks</name><label>Tasks</label>{PLACED}"
        "<connector><targetReference>Make</targetReference></connector><dataType>SObject</dataType>"
        f"<isCollection>true</isCollection><objectType>Task</objectType>{more}<transformValues>{actions}"
        "</transformValues></transforms>"
    )


def test_a_transform_maps_each_record_to_another() -> None:
    each = "<elementReference>Find[$EachItem].{}</elementReference>"
    same = "<stringValue>High</stringValue>"
    actions = mapped("WhatId", each.format("Id")) + mapped("Subject", each.format("Subject")) + mapped("Priority", same)
    made = found_org(load_tree({"main/flows/Map.flow-meta.xml": transforming(actions)}), NOON)
    made, ids = made.with_rows("Case", [{"Subject": "a"}, {"Subject": "b"}, {"Subject": "a"}])

    made = made.update("Case", {"Id": ids[0], "Description": "x"}).org

    assert [(row["WhatId"], row["Subject"], row["Priority"]) for row in made.rows("Task")] == [
        (ids[0], "a", "High"),
        (ids[2], "a", "High"),
    ]


def test_a_transform_that_does_more_than_map_is_refused() -> None:
    count = "<transformValueActions><transformType>Count</transformType></transformValueActions>"

    refused = load_tree({"main/flows/Map.flow-meta.xml": transforming(count)}, partial=True).refused

    assert [one.reason for one in refused] == ["Map.Tasks: a transform that does more than map (Count)"]


def test_a_collection_may_be_written_out() -> None:
    parameters = {
        "recipientAddresses": "<collectionElements><stringValue>a@example.org</stringValue></collectionElements>"
        "<collectionElements><stringValue>b@example.org</stringValue></collectionElements>",
        "emailSubject": "<inputConfiguratorMode>Custom</inputConfiguratorMode><stringValue>Hi</stringValue>",
        "emailBody": "<stringValue>Text</stringValue>",
    }
    given = "".join(
        f"<inputParameters><name>{name}</name><value>{text}</value></inputParameters>"
        for name, text in parameters.items()
    )
    call = (
        f"<actionCalls><name>Send</name><label>Send</label>{PLACED}<actionName>emailSimple</actionName>"
        f"<actionType>emailSimple</actionType>{given}</actionCalls>"
    )
    made = found_org(load_tree({"main/flows/Send.flow-meta.xml": flow_xml(call + started("Send"))}), NOON)
    made, (case,) = made.with_rows("Case", [{}])

    (mail,) = made.update("Case", {"Id": case, "Description": "x"}).effects

    assert isinstance(mail, Email)
    assert mail.to == ("a@example.org", "b@example.org")


def test_what_only_whole_records_hold_is_refused_unless_it_is_run() -> None:
    call = (
        f"<actionCalls><name>Send</name><label>Send</label>{PLACED}<actionName>emailSimple</actionName>"
        "<actionType>emailSimple</actionType><isWaitUntilCompleted>true</isWaitUntilCompleted></actionCalls>"
    )

    refused = load_tree({"main/flows/Send.flow-meta.xml": flow_xml(call + started("Send"))}, partial=True).refused

    assert [one.reason for one in refused] == ["the element isWaitUntilCompleted"]


def test_what_was_created_goes_by_its_name_and_by_its_id() -> None:
    make = create("Make", "Task", {"Subject": "x"}, then="Mark")
    fields = {"SuppliedName": Ref("Make"), "SuppliedEmail": None, "Description": Ref("Make.Id")}
    made = org(flow("Make", make, update("Mark", "Case", [("Id", "EqualTo", Ref("$Record.Id"))], fields),
                    trigger="after", when="Create"))  # fmt: skip

    row = saved(new(made))

    assert row["SuppliedName"] == row["Description"] is not None


def test_a_reference_that_tags_have_torn_stays_text() -> None:
    text = template("Told", "Due {!$<b>Record</b>.Subject}, {!$Record.Subject}")
    made = org(flow("Tell", assign("Set", ("$Record.Description", Ref("Told"))), text))

    assert saved(new(made, {"Subject": "a"}))["Description"] == "Due {!$<b>Record</b>.Subject}, a"
