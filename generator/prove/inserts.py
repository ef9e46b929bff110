"""That what runs while a message comes in cannot fail (design.md section 6, rule 1), as far as the metadata shows it:
no REGEX, every text within its field, every value of a picklist one that the field and the record type have.

Looked at are the flows on new cases and new mails, with the paths that follow, and the flows that they call. Not shown
here: the guards of functions that are not defined everywhere (VALUE, DATE, division); messages try those.
"""

from collections.abc import Iterable, Iterator, Mapping

from generator.emulator.catalogue import standard_objects
from generator.formula.syntax import Binary, Call, Formula, Unary
from generator.frozen import record
from generator.metadata.component import Component
from generator.metadata.flow import (
    FlowAssignment,
    FlowElementReferenceOrValue,
    FlowRecordCreate,
    FlowRecordUpdate,
    FlowSubflow,
)
from generator.metadata.objects import BusinessProcess, CustomField, RecordType
from generator.prove.bounds import Bounds, Held
from generator.prove.canvas import AFTER, BEFORE, RECORD, Canvas, canvases, written_object

INCOMING = ("Case", "EmailMessage")
TEXT_TYPES: Mapping[str, int] = {
    "Text": 255,
    "TextArea": 255,
    "LongTextArea": 32_768,
    "Email": 80,
    "Phone": 40,
    "Url": 255,
}
"""Types of custom fields that hold text, and the length where the field names none (Metadata API, CustomField)."""
STANDARD_TEXTS = frozenset(("string", "textarea", "email", "phone", "url"))
LONGEST_VALUE = 255
PROCESS_FIELD: Mapping[str, str] = {"Case": "Status"}
"""The field whose values a business process lists."""


@record
class Written:
    """A value that an element writes into a field."""

    element: str
    object: str
    field: str
    value: FlowElementReferenceOrValue | None
    operator: str = "Assign"


@record
class Doubt:
    """What is not shown, and why."""

    flow: str
    element: str
    field: str
    why: str

    def __str__(self) -> str:
        return f"{self.flow}, {self.element}, {self.field}: {self.why}"


@record
class Inserts:
    """What was looked at: flows, writes of texts and of picklists, and what of it is open."""

    flows: int
    texts: int
    choices: int
    unproved: tuple[Doubt, ...]

    @property
    def summary(self) -> str:
        looked_at = f"{self.flows} flows, {self.texts} texts, {self.choices} choices"
        return f"incoming: {looked_at} written while a message comes in, {len(self.unproved)} unproved"


def prove_inserts(components: Iterable[Component]) -> Inserts:
    """Every text and every choice that a flow on incoming records writes. Raises FormulaSyntaxError for a formula that
    is none."""
    given = tuple(components)
    fields = Fields(given)
    flows = incoming(canvases(given))
    texts, choices, doubts = 0, 0, []
    for of in flows:
        bounds = Bounds(of, fields.held)
        doubts += [
            Doubt(flow=of.name, element=name, field="formula", why="it holds a REGEX, which fails on a long text")
            for name, tree in of.formulas.items()
            if holds_regex(tree)
        ]
        if of.flow.start and "REGEX(" in (of.flow.start.filterFormula or "").upper():
            doubts.append(Doubt(flow=of.name, element="start", field="entry", why="it holds a REGEX"))
        for one in written(of):
            held = fields.held(one.object, one.field)
            if held is None:
                continue
            texts, choices = texts + (not held.picklist), choices + held.picklist
            why = choice_doubt(bounds, held, one) if held.picklist else text_doubt(bounds, held, one)
            if why:
                doubts.append(Doubt(flow=of.name, element=one.element, field=f"{one.object}.{one.field}", why=why))
    return Inserts(flows=len(flows), texts=texts, choices=choices, unproved=tuple(doubts))


def incoming(flows: tuple[Canvas, ...]) -> tuple[Canvas, ...]:
    """Flows that a new case or mail starts, and those that they call."""
    by_name = {one.name: one for one in flows}
    waiting = [one.name for one in flows if one.object in INCOMING and one.starts_on("Create")]
    found: dict[str, Canvas] = {}
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in found:
            found[name] = by_name[name]
            waiting += [one.flowName for one in by_name[name].elements.values() if isinstance(one, FlowSubflow)]
    return tuple(found[name] for name in sorted(found))


def holds_regex(tree: Formula) -> bool:
    match tree:
        case Call(function="REGEX"):
            return True
        case Call(args=args):
            return any(holds_regex(one) for one in args)
        case Binary(left=left, right=right):
            return holds_regex(left) or holds_regex(right)
        case Unary(operand=operand):
            return holds_regex(operand)
        case _:
            return False


def written(of: Canvas) -> Iterator[Written]:
    """The fields that a flow writes: of its own record before the save, of records that it creates and updates, and of
    variables that hold such records."""
    for name, element in sorted(of.elements.items()):
        match element:
            case FlowAssignment():
                for item in element.assignmentItems:
                    holder, _, field = item.assignToReference.partition(".")
                    kind = of.objects.get(holder)
                    if field and kind and (holder != RECORD or of.trigger in (BEFORE, AFTER)):
                        yield Written(element=name, object=kind, field=field, value=item.value, operator=item.operator)
            case FlowRecordCreate() | FlowRecordUpdate():
                kind = written_object(of, element) or "?"
                for given in element.inputAssignments:
                    yield Written(element=name, object=kind, field=given.field, value=given.value)
            case _:
                pass


def text_doubt(bounds: Bounds, held: Held, one: Written) -> str | None:
    longest = bounds.longest(one.value) if one.operator == "Assign" else None
    if longest is None:
        return f"no bound of its length is known; the field takes {held.length}"
    return f"it may have {longest} characters; the field takes {held.length}" if longest > held.length else None


def choice_doubt(bounds: Bounds, held: Held, one: Written) -> str | None:
    """A value that a record of the object has in that field already was taken by the org before."""

    def as_it_was(name: str) -> bool:
        holder, _, field = name.partition(".")
        return field == one.field and bounds.of.objects.get(holder) == one.object

    if one.operator != "Assign" or held.values is None:
        return "its values are not known"
    found = bounds.texts(one.value, as_it_was)
    if found is None:
        return "it is not known which values it may have"
    wrong = sorted(found - held.values - {""})
    return f"the field has no value {', '.join(wrong)}" if wrong else None


class Fields:
    """What the fields of a build, and those of the standard objects, hold."""

    def __init__(self, components: tuple[Component, ...]) -> None:
        self.custom = {one.name: one.body for one in components if isinstance(one.body, CustomField)}
        self.listed: dict[str, frozenset[str]] = {}
        self.with_types: set[str] = set()
        for one in components:
            if isinstance(one.body, RecordType | BusinessProcess):
                self.take(one.name.split(".")[0], one.body)

    def take(self, kind: str, body: RecordType | BusinessProcess) -> None:
        """Values that several record types list count when each of them lists it."""
        if isinstance(body, BusinessProcess):
            rows = [(PROCESS_FIELD.get(kind, "?"), body.values)]
        else:
            self.with_types.add(kind)
            rows = [(one.picklist, one.values) for one in body.picklistValues]
        for field, values in rows:
            found = frozenset(one.fullName for one in values)
            name = f"{kind}.{field}"
            self.listed[name] = self.listed[name] & found if name in self.listed else found

    def held(self, kind: str, field: str) -> Held | None:
        """What a field holds; None: it is no text and no choice, or not known."""
        name = f"{kind}.{field}"
        if name in self.custom:
            return self.of_custom(name, self.custom[name])
        known = standard_objects().get(kind, {}).get(field)
        if known is None:
            return None
        if known["t"] == "picklist":
            values = self.listed.get(name, frozenset(known.get("v", ())))
            return Held(length=LONGEST_VALUE, picklist=True, values=values)
        return Held(length=known.get("l", LONGEST_VALUE)) if known["t"] in STANDARD_TEXTS else None

    def of_custom(self, name: str, body: CustomField) -> Held | None:
        if body.type == "Picklist" and body.valueSet and body.valueSet.valueSetDefinition:
            values = frozenset(
                one.fullName for one in body.valueSet.valueSetDefinition.value if one.isActive is not False
            )
            if name.split(".")[0] in self.with_types:
                values &= self.listed.get(name, frozenset())
            return Held(length=LONGEST_VALUE, picklist=True, values=values, strict=bool(body.valueSet.restricted))
        usual = TEXT_TYPES.get(body.type or "")
        return Held(length=body.length or usual) if usual and not body.formula else None
