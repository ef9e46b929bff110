"""Faults of queues, groups, assignment, sharing, permissions, messages and flow tests."""

from tests.mutation.flows import READ
from tests.mutation.planting import Element, add, both, child, drop, found, kind, made, marked, put, swap, twice

ENTRY = "assignmentRule/ruleEntry[assignedTo]"
MORE = "<criteriaItems><field>{}</field><operation>{}</operation><value>x</value></criteriaItems>"


def another_rule(element: Element) -> tuple[Element, ...]:
    """A second active rule."""
    rule, copy = (
        child(element, "assignmentRule"),
        made("<assignmentRule><fullName>Extra</fullName><active>true</active></assignmentRule>"),
    )
    copy.append(made("<ruleEntry><assignedTo>X</assignedTo></ruleEntry>"))
    copy[-1][:] = [made(f"<{one.tag}>{one.text}</{one.tag}>") for one in found(rule, "ruleEntry[assignedTo][last()]/*")]
    for one in found(copy, "ruleEntry/formula"):
        one.text = "true"
    rule.addnext(copy)
    return copy, rule, child(copy, "active"), child(rule, "active")


KINDS = (
    kind("QUE-001", "a queue's label of 41 characters", "queue", "name", put(".", "Q" * 41)),
    kind("QUE-001", "a queue without a label", "queue", ".", drop("name"), READ),
    kind("QUE-002", "a queue of accounts", "queue", "queueSobject/sobjectType", marked(put(".", "Account"), ".", "..")),
    kind("QUE-002", "a queue that takes cases twice", "queue", "queueSobject", twice(), "XSD-003"),
    kind(
        "QUE-003",
        "members without a wrapper",
        "queue",
        "queueMembers/publicGroups/..",
        lambda one: marked(swap("publicGroups", "<publicGroup>X</publicGroup>"), "publicGroup", ".")(one),
        "XSD-001",
    ),
    kind(
        "QUE-005",
        "a queue with a label of another name",
        "queue",
        ".",
        add("<developerName>X</developerName>"),
        "XSD-001",
    ),
    kind(
        "QUE-006",
        "a member that there is not",
        "queue",
        "queueMembers/publicGroups/publicGroup",
        marked(put(".", "Nothing_There"), ".", "..", "../.."),
    ),
    kind("QUE-001", "a group without a label", "group", ".", drop("name"), READ),
    kind("QUE-001", "a group's label of 41 characters", "group", "name", put(".", "G" * 41)),
    kind("ASG-002", "two active rules", "assignmentRules", ".", another_rule),
    kind(
        "ASG-003",
        "an entry that asks nothing, before others",
        "assignmentRules",
        "assignmentRule/ruleEntry[position()<last()]",
        drop("formula"),
    ),
    kind(
        "ASG-003",
        "a formula and criteria",
        "assignmentRules",
        ENTRY,
        add(MORE.format("Case.Status", "equals"), "assignedToType", parent=True),
    ),
    kind(
        "ASG-004",
        "a criterion on a field without its object",
        "assignmentRules",
        ENTRY,
        both(
            marked(add(MORE.format("Status", "equals"), "assignedToType"), "criteriaItems", "criteriaItems/field"),
            drop("formula"),
        ),
    ),
    kind(
        "ASG-004",
        "a criterion on a field that there is not",
        "assignmentRules",
        ENTRY,
        both(
            marked(
                add(MORE.format("Case.NGH_Nothing__c", "equals"), "assignedToType"),
                "criteriaItems",
                "criteriaItems/field",
            ),
            drop("formula"),
        ),
    ),
    kind(
        "ASG-008",
        "an operation that there is not",
        "assignmentRules",
        ENTRY,
        both(
            marked(
                add(MORE.format("Case.Status", "resembles"), "assignedToType"),
                "criteriaItems",
                "criteriaItems/operation",
            ),
            drop("formula"),
        ),
        "XSD-001",
    ),
    kind("ASG-009", "who is assigned to, without the kind", "assignmentRules", ENTRY, drop("assignedToType")),
    kind(
        "ASG-010",
        "a queue that there is not",
        "assignmentRules",
        f"{ENTRY}/assignedTo",
        marked(put(".", "Nothing_There"), ".", ".."),
    ),
    kind(
        "ASG-011",
        "a template that there is not",
        "assignmentRules",
        ENTRY,
        add("<template>Nowhere/Nothing</template>", "formula", parent=True),
    ),
    kind(
        "VAL-006",
        "an entry that gives a text",
        "assignmentRules",
        f"{ENTRY}/formula",
        marked(put(".", 'TEXT(Status) & "x"'), ".", ".."),
    ),
    kind(
        "FML-006",
        "an entry on a field that there is not",
        "assignmentRules",
        f"{ENTRY}/formula",
        marked(put(".", "ISBLANK(NGH_Nothing__c)"), ".", ".."),
    ),
    kind(
        "FML-011",
        "an entry that compares a picklist as a text",
        "assignmentRules",
        f"{ENTRY}/formula",
        marked(put(".", 'Status = "New"'), ".", ".."),
        "FML-007",
    ),
    kind(
        "FML-019",
        "an entry that cannot be read",
        "assignmentRules",
        f"{ENTRY}/formula",
        marked(put(".", 'ISPICKVAL(Status, "New"'), ".", ".."),
    ),
    kind(
        "SHARE-001",
        "a group that there is not",
        "sharingRules",
        "sharingCriteriaRules/sharedTo/group",
        marked(put(".", "Nothing_There"), ".", "..", "../.."),
    ),
    kind(
        "SHARE-002",
        "a criterion of sharing that there is not",
        "sharingRules",
        "sharingCriteriaRules/criteriaItems",
        put("field", "NGH_Nothing__c", parent=True),
    ),
    kind(
        "XSD-001", "an access that there is not", "sharingRules", "sharingCriteriaRules", drop("accessLevel"), "XML-002"
    ),
)
