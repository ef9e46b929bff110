"""Faults of what flows call, refer to and work out."""

from tests.mutation.flows import LISTED, PLACED, READ
from tests.mutation.planting import Element, add, both, child, drop, kind, long, made, marked, name_of, put, swap, twice

NUMBER = "formulas[dataType='Number']"
TEXT = "formulas[dataType='String']"
ON_CASE = ".[start/object='Case']/formulas[dataType='Boolean']"


def action_as_flow(element: Element) -> tuple[Element, ...]:
    """A call of a flow as an action, beside the subflow that does it rightly."""
    name = child(element, "flowName").text
    new = made(
        f"<actionCalls><name>Extra</name>{PLACED}<actionName>{name}</actionName><actionType>flow</actionType>"
        "</actionCalls>"
    )
    element.getroottree().getroot().insert(0, new)
    return new, child(new, "actionType"), child(new, "actionName")


def to_itself(element: Element) -> tuple[Element, ...]:
    return put("flowName", name_of(element), parent=True)(element)


def triggered(name: str) -> str:
    """A flow of the same package that a record triggers."""
    return f"{name.partition('_')[0]}_Clock"


KINDS = (
    kind(
        "FLOW-143",
        "a subflow is given what it does not take",
        "flow",
        "subflows/inputAssignments",
        put("name", "Nothing_There", parent=True),
    ),
    kind(
        "FLOW-143",
        "a subflow is given a flag for a text",
        "flow",
        "subflows/inputAssignments[value/stringValue]",
        marked(swap("value", "<value><numberValue>1</numberValue></value>"), ".", "value", "value/*"),
        "TYPE-001",
    ),
    kind("FLOW-144", "a flow called as an action", "flow", "subflows", action_as_flow),
    kind(
        "FLOW-146",
        "a subflow that there is not",
        "flow",
        "subflows/flowName",
        marked(put(".", "Nothing_There"), ".", ".."),
    ),
    kind("FLOW-147", "a flow that calls itself", "flow", "subflows", to_itself, "FLOW-108 FLOW-143"),
    kind("FLOW-153", "a number without a scale", "flow", "variables[dataType='Number'][scale]", drop("scale")),
    kind("FLOW-153", "a record variable of no object", "flow", "variables[dataType='SObject']", drop("objectType")),
    kind(
        "FLOW-153",
        "a scale of 18",
        "flow",
        "variables[dataType='Number'][scale]/scale",
        marked(put(".", "18"), ".", ".."),
    ),
    kind("FLOW-155", "the word null", "flow", ".//value/stringValue", marked(put(".", "null"), ".", "..", "../..")),
    kind(
        "FLOW-159",
        "a value from nothing",
        "flow",
        ".//value/elementReference",
        marked(put(".", "Nothing_There"), ".", "..", "../.."),
    ),
    kind(
        "FLOW-159",
        "a field that there is not, of the record",
        "flow",
        ".//elementReference[starts-with(., '$Record.')]",
        marked(put(".", "$Record.NGH_Nothing__c"), ".", "..", "../.."),
    ),
    kind(
        "FLOW-170",
        "an action that there is not",
        "flow",
        "actionCalls/actionType",
        marked(put(".", "sendPigeon"), ".", ".."),
        LISTED,
    ),
    kind("FLOW-170", "an action without a kind", "flow", "actionCalls", drop("actionType"), READ),
    kind(
        "FLOW-171",
        "a parameter that the action has not",
        "flow",
        "actionCalls/inputParameters",
        put("name", "colour", parent=True),
    ),
    kind(
        "FLOW-171",
        "an action without what it needs",
        "flow",
        "actionCalls[inputParameters]",
        drop("inputParameters"),
        "FLOW-174 FLOW-176",
    ),
    kind("FLOW-171", "a parameter twice", "flow", "actionCalls/inputParameters", twice()),
    kind(
        "FLOW-172",
        "one value for a list of recipients",
        "flow",
        "actionCalls/inputParameters[name='recipientIds']",
        marked(swap("value", "<value><stringValue>x</stringValue></value>"), ".", "value", "value/*"),
    ),
    kind(
        "FLOW-173",
        "an action that keeps and hands over",
        "flow",
        "actionCalls",
        both(
            add(
                "<outputParameters><assignToReference>X</assignToReference><name>x</name></outputParameters>",
                "nameSegment|inputParameters",
                parent=True,
            ),
            add("<storeOutputAutomatically>true</storeOutputAutomatically>", "outputParameters"),
        ),
    ),
    kind(
        "FLOW-174",
        "an alert that there is not",
        "flow",
        "actionCalls[actionType='emailAlert']",
        put("actionName", "Case.Nothing_There", parent=True),
    ),
    kind(
        "FLOW-174",
        "an alert without its object",
        "flow",
        "actionCalls[actionType='emailAlert']",
        put("actionName", "Nothing_There", parent=True),
    ),
    kind(
        "FLOW-177",
        "a title of 251 characters",
        "flow",
        "actionCalls/inputParameters[name='title']",
        marked(swap("value", f"<value><stringValue>{long(250)}</stringValue></value>"), ".", "value", "value/*"),
    ),
    kind(
        "FLOW-190",
        "a formula of more than 3,900 characters",
        "flow",
        f"{TEXT}/expression",
        marked(put(".", lambda one: " & ".join([one] * (3900 // len(one) + 2))), ".", ".."),
    ),
    kind("FLOW-191", "a number without a scale, worked out", "flow", NUMBER, drop("scale")),
    kind(
        "FLOW-191",
        "a number that is called a flag",
        "flow",
        f"{NUMBER}[not(contains(expression, '('))]",
        marked(both(put("dataType", "Boolean"), drop("scale")), ".", "dataType", "expression"),
    ),
    kind(
        "FLOW-192",
        "a function that flows have not",
        "flow",
        f"{TEXT}/expression",
        marked(put(".", lambda one: f'IMAGE("x", "y") & {one}'), ".", ".."),
        "FLOW-199",
    ),
    kind(
        "FLOW-193",
        "a picklist compared as a text",
        "flow",
        f"{ON_CASE}/expression",
        marked(put(".", '{!$Record.Status} = "New"'), ".", ".."),
    ),
    kind(
        "FLOW-194",
        "a formula that ends in an operator",
        "flow",
        "formulas/expression",
        marked(put(".", lambda one: f"{one} &"), ".", ".."),
        "FLOW-199",
    ),
    kind(
        "FLOW-194",
        "a parenthesis that stays open",
        "flow",
        "formulas/expression",
        marked(put(".", lambda one: f"({one}"), ".", ".."),
        "FLOW-199",
    ),
    kind(
        "FLOW-194",
        "smart quotes",
        "flow",
        f"{TEXT}/expression",
        marked(put(".", lambda one: f"{one} & “x”"), ".", ".."),
        "FLOW-199",
    ),
    kind(
        "FLOW-199",
        "a formula that names nothing",
        "flow",
        f"{TEXT}/expression",
        marked(put(".", lambda one: f"{one} & {{!Nothing_There}}"), ".", ".."),
        "FLOW-159",
    ),
    kind(
        "FLOW-199",
        "a field that there is not, in a formula",
        "flow",
        f"{ON_CASE}/expression",
        marked(put(".", lambda one: f"{one} && ISBLANK({{!$Record.NGH_Nothing__c}})"), ".", ".."),
        "FLOW-159",
    ),
    kind(
        "FLOW-199",
        "a function that nobody has",
        "flow",
        f"{TEXT}/expression",
        marked(put(".", lambda one: f"SHOUT({one})"), ".", ".."),
        "FLOW-192",
    ),
    kind(
        "FLOW-199",
        "a function with too few arguments",
        "flow",
        f"{TEXT}/expression",
        marked(put(".", lambda one: f"LEFT({one})"), ".", ".."),
        "FLOW-191",
    ),
    kind(
        "TYPE-001",
        "a flag for a number",
        "flow",
        ".//assignmentItems[value/numberValue][operator='Assign']",
        marked(swap("value", "<value><booleanValue>true</booleanValue></value>"), ".", "value", "value/*"),
        "FLOW-134",
    ),
    kind(
        "FLOW-108",
        "a subflow that a record triggers",
        "flow",
        "subflows",
        put("flowName", triggered, parent=True),
        "FLOW-143",
    ),
)
