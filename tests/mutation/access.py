"""Faults of permissions, messages and flow tests."""

from tests.mutation.flows import LISTED, READ
from tests.mutation.planting import Element, Plant, add, both, child, drop, kind, made, marked, put, swap

ALERT = "alerts"
FLS = "fieldPermissions"
TEST = "flowtest"
ASSERTED = "testPoints/assertions/conditions"
GIVEN = "testPoints/parameters"


def formula_field(element: Element) -> tuple[Element, ...]:
    """Somebody may edit what is worked out."""
    return marked(put("editable", "true"), ".", "editable", "field")(element)


def moved(name: str) -> Plant:
    """The first of many is moved to the end of the file."""

    def plant(element: Element) -> tuple[Element, ...]:
        first = child(element, name)
        element.append(first)
        return (first,)

    return plant


KINDS = (
    kind("PERM-001", "a set without a label", "permissionset", ".", drop("label"), READ),
    kind("PERM-001", "a label of 81 characters", "permissionset", "label", put(".", "L" * 81)),
    kind("PERM-001", "a description of 256 characters, of a set", "permissionset", "description", put(".", "D" * 256)),
    kind("PERM-002", "permissions in two places", "permissionset", f".[count({FLS})>2]", moved(FLS)),
    kind(
        "PERM-003", "access to what everybody must see", "permissionset", FLS, put("field", "Case.Status", parent=True)
    ),
    kind(
        "PERM-004",
        "somebody may edit a formula",
        "permissionset",
        f"{FLS}[contains(field, 'Age_Days__c')]",
        formula_field,
    ),
    kind(
        "PERM-005",
        "who may edit may not read",
        "permissionset",
        f"{FLS}[editable='true']",
        put("readable", "false", parent=True),
    ),
    kind(
        "PERM-006",
        "who may delete may not edit",
        "permissionset",
        "objectPermissions[allowEdit='false']",
        put("allowDelete", "true", parent=True),
    ),
    kind(
        "PERM-006",
        "who may create may not read",
        "permissionset",
        "objectPermissions[allowCreate='true']",
        put("allowRead", "false", parent=True),
    ),
    kind(
        "PERM-006",
        "object permissions that say half",
        "permissionset",
        "objectPermissions",
        drop("viewAllRecords"),
        READ,
    ),
    kind(
        "PERM-009",
        "a default record type",
        "permissionset",
        "recordTypeVisibilities",
        add("<default>true</default>", parent=True),
        "XSD-001",
    ),
    kind(
        "PERM-010",
        "access to a part of an address",
        "permissionset",
        FLS,
        put("field", "Account.BillingCity", parent=True),
    ),
    kind(
        "PERM-014",
        "access to a flow that there is not",
        "permissionset",
        ".[fieldPermissions]",
        lambda one: marked(
            add("<flowAccesses><enabled>true</enabled><flow>Nothing_There</flow></flowAccesses>", FLS),
            "flowAccesses",
            "flowAccesses/flow",
        )(one),
    ),
    kind(
        "PERM-014",
        "access to a field that there is not",
        "permissionset",
        FLS,
        put("field", "Case.NGH_Nothing__c", parent=True),
    ),
    kind(
        "PERM-014",
        "access to a record type that there is not",
        "permissionset",
        "recordTypeVisibilities",
        put("recordType", "Case.Nothing", parent=True),
    ),
    kind(
        "PERM-014",
        "a custom permission that there is not",
        "permissionset",
        "customPermissions",
        put("name", "Nothing_There", parent=True),
    ),
    kind("XSD-001", "a custom permission without a label", "customPermission", ".", drop("label"), "XML-002"),
    kind("NOT-001", "a notification type that does not say where it is seen", "notiftype", ".", drop("mobile"), READ),
    kind(
        "NOT-002", "a description of 256 characters, of a notification", "notiftype", "description", put(".", "D" * 256)
    ),
    kind(
        "NOT-003",
        "a notification that nobody sees",
        "notiftype",
        "desktop",
        marked(both(put(".", "false"), lambda one: put("mobile", "false")(one.getparent())), ".", "..", "../mobile"),
    ),
    kind(
        "EML-001",
        "a sender that there is not",
        "workflow",
        f"{ALERT}/senderType",
        marked(put(".", "Postman"), ".", ".."),
        "XSD-001",
    ),
    kind("EML-001", "a sender of the organisation without an address", "workflow", ALERT, drop("senderAddress")),
    kind("EML-001", "an alert without a description", "workflow", ALERT, drop("description"), READ),
    kind(
        "EML-002",
        "a template that there is not, of an alert",
        "workflow",
        f"{ALERT}/template",
        marked(put(".", "Nowhere/Nothing"), ".", ".."),
    ),
    kind(
        "EML-002",
        "a template without its folder",
        "workflow",
        f"{ALERT}/template",
        marked(put(".", lambda one: one.partition("/")[2]), ".", ".."),
    ),
    kind(
        "EML-003",
        "a group of recipients without its name",
        "workflow",
        f"{ALERT}/recipients[recipient]",
        drop("recipient"),
    ),
    kind(
        "EML-003", "a field of a recipient that there is not", "workflow", f"{ALERT}/recipients[field]", drop("field")
    ),
    kind("EML-004", "an alert to nobody", "workflow", ALERT, drop("recipients")),
    kind(
        "EML-004",
        "six copies",
        "workflow",
        ALERT,
        lambda one: (
            [one.insert(0, made(f"<ccEmails>c{number}@example.org</ccEmails>")) for number in range(6)],
            one,
            *one.findall("ccEmails"),
        )[1:],
    ),
    kind(
        "EML-005",
        "an address of another sender",
        "workflow",
        f"{ALERT}[senderAddress]",
        put("senderType", "CurrentUser", parent=True),
    ),
    kind("EML-006", "a kind of template that there is not", "email", "type", put(".", "fancy"), "XSD-001"),
    kind("EML-006", "a subject of 231 characters", "email", "subject", put(".", "S" * 231)),
    kind("EML-006", "a template without an encoding", "email", ".", drop("encodingKey"), READ),
    kind(
        "FTEST-001", "a test of a flow that there is not", TEST, "flowApiName", put(".", "Nothing_There"), "FTEST-006"
    ),
    kind("FTEST-001", "a test without a label", TEST, ".", drop("label"), READ),
    kind(
        "FTEST-002",
        "a test that looks at the middle",
        TEST,
        "testPoints/elementApiName",
        marked(put(".", "Middle"), ".", ".."),
    ),
    kind(
        "FTEST-003", "a test that gives no record", TEST, GIVEN, marked(put("type", "InputVariable"), ".", "type", "..")
    ),
    kind(
        "FTEST-004",
        "a record that is no JSON",
        TEST,
        f"{GIVEN}/value/sobjectValue",
        marked(put(".", "{Origin: Email}"), ".", "..", "../.."),
    ),
    kind("FTEST-007", "a test that asserts nothing", TEST, "testPoints/assertions", drop("conditions")),
    kind(
        "FTEST-007",
        "a number asserted of a text",
        TEST,
        f"{ASSERTED}[contains(leftValueReference, 'Category')]",
        marked(
            swap("rightValue", "<rightValue><numberValue>1</numberValue></rightValue>"),
            ".",
            "rightValue",
            "rightValue/*",
        ),
    ),
    kind(
        "FTEST-010",
        "an assertion that is not written out",
        TEST,
        ASSERTED,
        marked(
            swap("rightValue", "<rightValue><elementReference>$Record.Subject</elementReference></rightValue>"),
            ".",
            "rightValue",
            "rightValue/*",
        ),
        LISTED,
    ),
    kind(
        "FLOW-015",
        "an operator that there is not, of a test",
        TEST,
        f"{ASSERTED}/operator",
        put(".", "Resembles"),
        "XSD-001",
    ),
    kind(
        "PRIVACY-006",
        "a field that does not say how sensitive it is",
        "field",
        ".[securityClassification]",
        drop("securityClassification"),
    ),
)
