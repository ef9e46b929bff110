"""Faults of objects, fields, formulas, validation rules, record types and business processes."""

from tests.mutation.flows import READ
from tests.mutation.planting import Element, add, both, child, drop, kind, long, made, marked, put, twice

PICKLIST = ".[type='Picklist']"
STORED = ".[not(formula)]"
VALUE = "valueSet/valueSetDefinition/value"
FORMULA = "formula"
RULE = "errorConditionFormula"
ON_CASE = f".[contains({RULE}, '_Stage__c')]/{RULE}"
RULED = "validationRule"


def with_set(element: Element) -> tuple[Element, ...]:
    child(element, "valueSet").append(made("<valueSetName>Extra</valueSetName>"))
    return child(element, "valueSet"), child(element, "valueSet")[-1], element


def second_default(element: Element) -> tuple[Element, ...]:
    """All values of a business process are its default."""
    for one in element.findall("values/default"):
        one.text = "true"
    return (element, *element.findall("values"), *element.findall("values/default"))


def defaults(element: Element) -> tuple[Element, ...]:
    """Two values of a picklist of a record type are its default."""
    for one in element.findall("values/default")[:2]:
        one.text = "true"
    return (element, *element.findall("values"), *element.findall("values/default"))


KINDS = (
    kind("FLD-002", "a label of 41 characters", "field", "label", put(".", "L" * 41)),
    kind("FLD-003", "a description of 1,001 characters", "field", "description", put(".", long(1000))),
    kind(
        "FLD-004",
        "a text area that says a length",
        "field",
        ".[type='Text'][not(formula)]/type",
        marked(put(".", "TextArea"), ".", "../length", ".."),
    ),
    kind("FLD-005", "a text of 300 characters", "field", ".[type='Text']/length", marked(put(".", "300"), ".", "..")),
    kind("FLD-005", "a text without a length", "field", ".[type='Text'][length]", drop("length")),
    kind("FLD-006", "a long text without lines", "field", ".[type='LongTextArea']", drop("visibleLines")),
    kind("FLD-006", "a long text without a length", "field", ".[type='LongTextArea']", drop("length")),
    kind(
        "FLD-006",
        "a long text of 200,000 characters",
        "field",
        ".[type='LongTextArea']/length",
        marked(put(".", "200000"), ".", ".."),
    ),
    kind("FLD-008", "a number without precision", "field", f"{STORED}[type='Number']", drop("precision")),
    kind("FLD-008", "a number without a scale", "field", f"{STORED}[type='Number']", drop("scale")),
    kind(
        "FLD-008",
        "a precision of 19",
        "field",
        ".[type='Number'][precision]/precision",
        marked(put(".", "19"), ".", ".."),
    ),
    kind("FLD-009", "a checkbox without a default", "field", f"{STORED}[type='Checkbox']", drop("defaultValue")),
    kind(
        "FLD-009",
        "a required checkbox",
        "field",
        f"{STORED}[type='Checkbox']",
        add("<required>true</required>", "label", parent=True),
        "FLD-025",
    ),
    kind("FLD-010", "a picklist without values", "field", PICKLIST, drop("valueSet")),
    kind(
        "FLD-010",
        "a picklist with two sets of values",
        "field",
        f"{PICKLIST}[valueSet/valueSetDefinition]",
        with_set,
        READ,
    ),
    kind("FLD-011", "a value twice", "field", f"{VALUE}", twice(put("fullName", lambda one: one.upper()))),
    kind("FLD-012", "a value of 256 characters", "field", f"{VALUE}/label", marked(put(".", "V" * 256), ".", "..")),
    kind(
        "FLD-014", "a unique picklist", "field", PICKLIST, add("<unique>true</unique>", "type", parent=True), "FLD-024"
    ),
    kind("FLD-015", "a lookup of nothing", "field", ".[type='Lookup']", drop("referenceTo")),
    kind(
        "FLD-015", "a lookup without a name for its relationship", "field", ".[type='Lookup']", drop("relationshipName")
    ),
    kind(
        "FLD-016",
        "a required lookup that may be emptied",
        "field",
        ".[type='Lookup']/required",
        marked(put(".", "true"), ".", "..", "../deleteConstraint"),
    ),
    kind(
        "FLD-017",
        "a lookup to users that restricts",
        "field",
        ".[type='Lookup']",
        both(marked(put("referenceTo", "User"), ".", "deleteConstraint"), put("deleteConstraint", "Restrict")),
    ),
    kind(
        "FLD-018",
        "a lookup that deletes with its parent",
        "field",
        ".[type='Lookup']/deleteConstraint",
        marked(put(".", "Cascade"), ".", ".."),
    ),
    kind("FLD-022", "a required formula", "field", ".[formula]/required", marked(put(".", "true"), ".", "..")),
    kind(
        "FLD-022",
        "a formula with a default",
        "field",
        ".[formula]",
        add("<defaultValue>1</defaultValue>", "businessStatus", parent=True),
    ),
    kind(
        "FLD-022",
        "a formula of a type that formulas have not",
        "field",
        ".[formula]/type",
        marked(put(".", "Email"), ".", ".."),
        "FML-008",
    ),
    kind(
        "FLD-024",
        "a unique date",
        "field",
        f"{STORED}[type='DateTime' or type='Date' or type='Checkbox']",
        add("<unique>true</unique>", "type", parent=True),
    ),
    kind(
        "FLD-024",
        "a checkbox as an external id",
        "field",
        f"{STORED}[type='Checkbox']",
        add("<externalId>true</externalId>", "description", parent=True),
    ),
    kind(
        "FLD-025",
        "a required long text",
        "field",
        ".[type='LongTextArea']",
        add("<required>true</required>", "length", parent=True),
    ),
    kind(
        "FLD-028",
        "the history of a formula",
        "field",
        ".[formula]",
        add("<trackHistory>true</trackHistory>", "securityClassification", parent=True),
    ),
    kind("FLD-030", "a classification that there is not", "field", "securityClassification", put(".", "Secret"), READ),
    kind("FLD-030", "a business status that there is not", "field", "businessStatus", put(".", "Retired"), READ),
    kind("FLD-031", "a compliance group that there is not", "field", "complianceGroup", put(".", "PII;XYZ")),
    kind(
        "FML-001",
        "a formula of 3,901 characters",
        "field",
        FORMULA,
        marked(put(".", lambda one: one + " " * (3901 - len(one))), ".", ".."),
    ),
    kind(
        "FML-006",
        "a field that there is not",
        "field",
        ".[type='Number']/formula",
        marked(put(".", lambda one: f"({one}) + LEN(NGH_Nothing__c)"), ".", ".."),
    ),
    kind(
        "FML-007",
        "a function with too few arguments",
        "field",
        ".[type='Number']/formula",
        marked(put(".", lambda one: f"({one}) + IF(true)"), ".", ".."),
    ),
    kind(
        "FML-008",
        "a formula of the wrong type",
        "field",
        FORMULA,
        marked(put(".", "DATE(2026, 1, 1)"), ".", "..", "../type"),
    ),
    kind(
        "FML-009",
        "a formula field that asks for changes",
        "field",
        ".[type='Number']/formula",
        marked(put(".", lambda one: f"({one}) + IF(ISNEW(), 1, 0)"), ".", ".."),
    ),
    kind(
        "FML-014",
        "a formula that reads itself",
        "field",
        ".[formula][type='Number']",
        lambda one: marked(put("formula", f"{child(one, 'fullName').text} + 1"), "formula", ".")(one),
    ),
    kind(
        "FML-019", "a parenthesis that stays open", "field", FORMULA, marked(put(".", lambda one: f"({one}"), ".", "..")
    ),
    kind(
        "OBJ-001",
        "an object without a sharing model",
        "object",
        ".[label][not(customSettingsType)]",
        drop("sharingModel"),
    ),
    kind("OBJ-001", "an object without a plural", "object", ".[label][not(customSettingsType)]", drop("pluralLabel")),
    kind("OBJ-001", "an object without a name field", "object", ".[label][not(customSettingsType)]", drop("nameField")),
    kind(
        "OBJ-001",
        "an object that is not deployed",
        "object",
        ".[label][not(customSettingsType)]",
        drop("deploymentStatus"),
    ),
    kind("OBJ-002", "a name that is a number", "object", "nameField/type", marked(put(".", "Number"), ".", "..")),
    kind("VAL-001", "a rule without a message", RULED, ".", drop("errorMessage"), f"VAL-003 {READ}"),
    kind("VAL-001", "a rule that is neither on nor off", RULED, ".", drop("active"), READ),
    kind("VAL-001", "a rule without a formula", RULED, ".", drop(RULE), READ),
    kind("VAL-003", "a message of 256 characters", RULED, "errorMessage", put(".", "M" * 256)),
    kind("VAL-004", "a description of 256 characters", RULED, "description", put(".", "D" * 256)),
    kind(
        "VAL-005",
        "a message at a field that there is not",
        RULED,
        "errorMessage/..",
        add("<errorDisplayField>NGH_Nothing__c</errorDisplayField>", RULE, parent=True),
    ),
    kind("VAL-006", "a rule that gives a text", RULED, RULE, put(".", 'TEXT(1) & "x"')),
    kind("FML-001", "a rule of 3,901 characters", RULED, RULE, put(".", lambda one: one + " " * (3901 - len(one)))),
    kind(
        "FML-002",
        "a rule of 4,001 bytes",
        RULED,
        RULE,
        put(
            ".",
            lambda one: (
                f'{one} && "{"é" * ((4001 - len(one)) // 2 + 1)}" <> ""'
                if len(one) < 3000
                else f'{one} && "{"é" * 900}" <> ""'
            ),
        ),
        "FML-001",
    ),
    kind(
        "FML-006",
        "a field that there is not, in a rule",
        RULED,
        RULE,
        put(".", lambda one: f"({one}) && ISBLANK(NGH_Nothing__c)"),
    ),
    kind("FML-006", "a function that nobody has", RULED, RULE, put(".", lambda one: f"({one}) && SHOUT(true)")),
    kind("FML-007", "a number and a text added", RULED, RULE, put(".", lambda one: f'({one}) && (1 - "x" > 0)')),
    kind("FML-007", "three arguments for NOT", RULED, RULE, put(".", lambda one: f"({one}) && NOT(true, false, true)")),
    kind(
        "FML-009",
        "a function that rules have not",
        RULED,
        RULE,
        put(".", lambda one: f'({one}) && ISBLANK(IMAGE("x", "y"))'),
        "FML-007",
    ),
    kind(
        "FML-011",
        "a picklist compared as a text",
        RULED,
        ON_CASE,
        put(".", lambda one: f'({one}) && Status = "New"'),
        "FML-007",
    ),
    kind(
        "FML-015",
        "a value that its picklist has not",
        RULED,
        ON_CASE,
        put(
            ".", lambda one: f'({one}) && ISPICKVAL({one.partition("_Stage__c")[0].split("(")[-1]}_Stage__c, "soonish")'
        ),
    ),
    kind(
        "FML-017",
        "a label that there is not",
        RULED,
        RULE,
        put(".", lambda one: f'({one}) && $Label.Nothing_There = "x"'),
        "FML-006",
    ),
    kind(
        "FML-017",
        "a setting that there is not",
        RULED,
        RULE,
        put(".", lambda one: f"({one}) && ISBLANK($Setup.NGH_Nothing__c.X__c)"),
        "FML-006",
    ),
    kind("FML-019", "an operator without a right side", RULED, RULE, put(".", lambda one: f"{one} &&")),
    kind("FML-019", "smart quotes in a rule", RULED, RULE, put(".", lambda one: f"({one}) && “x” = “y”")),
    kind("RTP-001", "a record type without a label", "recordType", ".", drop("label"), READ),
    kind(
        "RTP-001", "a description of 256 characters, of a record type", "recordType", "description", put(".", "D" * 256)
    ),
    kind("RTP-002", "a record type of cases without a process", "recordType", ".", drop("businessProcess")),
    kind("RTP-003", "a process that there is not", "recordType", "businessProcess", put(".", "Nothing_There")),
    kind(
        "RTP-004",
        "a value that the field has not",
        "recordType",
        "picklistValues[contains(picklist, '__c')]/values",
        put("fullName", "nothing_there", parent=True),
    ),
    kind("RTP-004", "two defaults", "recordType", "picklistValues[count(values)>1]", defaults),
    kind(
        "RTP-004",
        "a field that there is not",
        "recordType",
        "picklistValues",
        put("picklist", "NGH_Nothing__c", parent=True),
    ),
    kind(
        "RTP-005",
        "the field of the process",
        "recordType",
        "picklistValues[1]",
        lambda one: (
            one.addprevious(
                made(
                    "<picklistValues><picklist>Status</picklist><values><fullName>New</fullName><default>false</default></values></picklistValues>"
                )
            ),
            one.getprevious(),
            one.getprevious()[0],
        )[1:],
    ),
    kind("BPR-001", "a process without values", "businessProcess", ".", drop("values")),
    kind(
        "BPR-002",
        "a process without a default",
        "businessProcess",
        ".",
        lambda one: marked(put("values[default='true']/default", "false"), ".", "values", "values/default")(one),
    ),
    kind("BPR-002", "a process with many defaults", "businessProcess", ".", second_default),
)
