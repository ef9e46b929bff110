"""A tree of flows that differ: the elements that flows of others are made of, in invented sizes and orders, and between
them flows of Northgate under other names. The same number gives the same files."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "output" / "northgate"
EVERY = 10
"""Of so many flows one is of Northgate."""
PROJECT = '{"packageDirectories": [{"path": "force-app", "default": true}], "sourceApiVersion": "66.0"}'
SUFFIX = ".flow-meta.xml"
OBJECTS = {
    "Account": ("Description", "Phone", "Site", "Website"),
    "Contact": ("Description", "Department", "Email", "Title"),
    "Lead": ("Description", "Company", "Email", "Title"),
    "Opportunity": ("Description", "NextStep", "Name"),
}
KINDS = ("assignments", "decisions", "loops", "recordCreates", "recordLookups", "recordUpdates")
"""As they stand in a file: all of a kind together."""


def project(folder: Path, count: int) -> Path:
    """A project of so many flows."""
    flows = folder / "force-app" / "main" / "default" / "flows"
    flows.mkdir(parents=True)
    (folder / "sfdx-project.json").write_text(PROJECT)
    ours = sorted(OURS.rglob(f"*{SUFFIX}"))
    for number in range(count):
        if number % EVERY:
            (flows / f"Bench_{number:04}{SUFFIX}").write_text(flow(number))
        else:
            turn = number // EVERY
            path, prefix = ours[turn % len(ours)], f"B{turn:03}"
            (flows / path.name.replace("NGH", prefix)).write_text(path.read_text().replace("NGH_", f"{prefix}_"))
    return folder


def flow(number: int) -> str:
    """A flow that a record starts after it is saved: 3 to 14 elements in a row, some formulas and variables."""
    chance = Random(number)
    object_name = chance.choice(sorted(OBJECTS))
    fields = OBJECTS[object_name]
    kinds = [chance.choice(KINDS) for _ in range(chance.randint(3, 14))]
    parts = dict.fromkeys(KINDS, "")
    for place, kind in enumerate(kinds):
        follows = f"Step_{place + 1}" if place + 1 < len(kinds) else None
        parts[kind] += element(chance, kind, place, object_name, fields, follows)
    formulas = "".join(formula(chance, place, fields) for place in range(chance.randint(2, 6)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Flow xmlns="http://soap.sforce.com/2006/04/metadata">\n'
        "    <apiVersion>66.0</apiVersion>\n"
        + parts["assignments"]
        + parts["decisions"]
        + "    <environments>Default</environments>\n"
        + formulas
        + f"    <interviewLabel>Bench {number} {{!$Flow.CurrentDateTime}}</interviewLabel>\n"
        + f"    <label>Bench {number}</label>\n"
        + parts["loops"]
        + "    <processType>AutoLaunchedFlow</processType>\n"
        + parts["recordCreates"]
        + parts["recordLookups"]
        + parts["recordUpdates"]
        + "    <start>\n        <locationX>50</locationX>\n        <locationY>0</locationY>\n"
        + connector("connector", "Step_0")
        + f"        <object>{object_name}</object>\n"
        + "        <recordTriggerType>Create</recordTriggerType>\n"
        + "        <triggerType>RecordAfterSave</triggerType>\n    </start>\n    <status>Active</status>\n"
        + variable("Count", "Number", "        <scale>0</scale>\n")
        + variable("Found", "SObject", f"        <objectType>{object_name}</objectType>\n", many=True)
        + variable("Text", "String", "")
        + "</Flow>\n"
    )


def element(chance: Random, kind: str, place: int, of: str, fields: tuple[str, ...], follows: str | None) -> str:
    head = (
        f"    <{kind}>\n        <name>Step_{place}</name>\n        <label>Step {place}</label>\n"
        f"        <locationX>{176 * place}</locationX>\n        <locationY>{108 * place}</locationY>\n"
    )
    return head + "".join(body(chance, kind, place, of, chance.choice(fields), follows)) + f"    </{kind}>\n"


def body(chance: Random, kind: str, place: int, of: str, field: str, follows: str | None) -> Iterator[str]:
    """What an element of a kind holds behind its place, in the order of the schema."""
    after = connector("connector", follows) if follows else ""
    match kind:
        case "assignments":
            yield "        <assignmentItems>\n            <assignToReference>Text</assignToReference>\n"
            yield "            <operator>Assign</operator>\n"
            yield f"            <value><elementReference>$Record.{field}</elementReference></value>\n"
            yield "        </assignmentItems>\n" + after
        case "decisions":
            yield connector("defaultConnector", follows) if follows else ""
            yield "        <defaultConnectorLabel>Otherwise</defaultConnectorLabel>\n        <rules>\n"
            yield f"            <name>Step_{place}_Yes</name>\n            <conditionLogic>and</conditionLogic>\n"
            yield "            <conditions>\n"
            yield f"                <leftValueReference>$Record.{field}</leftValueReference>\n"
            yield "                <operator>Contains</operator>\n"
            yield f"                <rightValue><stringValue>word {chance.randint(1, 99)}</stringValue></rightValue>\n"
            yield "            </conditions>\n" + after + "            <label>Yes</label>\n        </rules>\n"
        case "loops":
            yield "        <collectionReference>Found</collectionReference>\n"
            yield "        <iterationOrder>Asc</iterationOrder>\n"
            yield connector("noMoreValuesConnector", follows) if follows else ""
        case "recordCreates":
            yield after + "        <inputAssignments>\n            <field>Subject</field>\n"
            yield f"            <value><stringValue>Look at {{!$Record.{field}}}</stringValue></value>\n"
            yield "        </inputAssignments>\n        <object>Task</object>\n"
            yield "        <storeOutputAutomatically>true</storeOutputAutomatically>\n"
        case "recordLookups":
            yield "        <assignNullValuesIfNoRecordsFound>false</assignNullValuesIfNoRecordsFound>\n" + after
            yield "        <filterLogic>and</filterLogic>\n" + filters("Id", "$Record.Id")
            yield f"        <getFirstRecordOnly>true</getFirstRecordOnly>\n        <object>{of}</object>\n"
            yield f"        <queriedFields>Id</queriedFields>\n        <queriedFields>{field}</queriedFields>\n"
            yield "        <storeOutputAutomatically>true</storeOutputAutomatically>\n"
        case _:
            yield after + "        <filterLogic>and</filterLogic>\n" + filters("Id", "$Record.Id")
            yield "        <inputAssignments>\n            <field>Description</field>\n"
            yield "            <value><elementReference>Formula_0</elementReference></value>\n"
            yield f"        </inputAssignments>\n        <object>{of}</object>\n"


def filters(field: str, reference: str) -> str:
    return (
        f"        <filters>\n            <field>{field}</field>\n            <operator>EqualTo</operator>\n"
        f"            <value><elementReference>{reference}</elementReference></value>\n        </filters>\n"
    )


def connector(name: str, to: str) -> str:
    return f"        <{name}><targetReference>{to}</targetReference></{name}>\n"


def formula(chance: Random, place: int, fields: tuple[str, ...]) -> str:
    """A text, put together of tests of fields."""
    arms = "".join(
        f"IF(CONTAINS(LOWER({{!$Record.{chance.choice(fields)}}}), &quot;word {chance.randint(1, 999)}&quot;), "
        f"&quot;part {chance.randint(1, 99)}; &quot;, &quot;&quot;) &amp; "
        for _ in range(chance.randint(1, 8))
    )
    return (
        f"    <formulas>\n        <name>Formula_{place}</name>\n        <dataType>String</dataType>\n"
        f"        <expression>{arms}LEFT({{!$Record.{chance.choice(fields)}}}, {chance.randint(10, 200)})"
        "</expression>\n    </formulas>\n"
    )


def variable(name: str, data: str, more: str, *, many: bool = False) -> str:
    return (
        f"    <variables>\n        <name>{name}</name>\n        <dataType>{data}</dataType>\n"
        f"        <isCollection>{str(many).lower()}</isCollection>\n        <isInput>false</isInput>\n"
        f"        <isOutput>false</isOutput>\n{more}    </variables>\n"
    )
