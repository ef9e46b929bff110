"""What can fail while a message comes in (design.md section 6, rule 1), as far as the metadata shows it: a REGEX, a
text beyond its field, a value of a picklist that the field or the record type does not have.

Looked at are the flows on new cases and new mails, with the paths that follow, and the flows that they call. Not shown
here: the guards of functions that are not defined everywhere (VALUE, DATE, division), which `generator.verify.flows.
partial` looks for.
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
from generator.verify.flows.bounds import Bounds, Held
from generator.verify.flows.canvas import AFTER, BEFORE, RECORD, Canvas, written_object

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
    """What is not shown, and why. `kind`: regex, text or choice. `wrong`: it is shown to fail; else it is only not
    shown that it cannot."""

    flow: str
    element: str
    field: str
    why: str
    kind: str
    wrong: bool

    def __str__(self) -> str:
        return f"{self.flow}, {self.element}, {self.field}: {self.why}"


@record
class Why:
    """An objection, and whether it is shown to hold."""

    text: str
    wrong: bool


def regexes(of: Canvas) -> Iterator[Doubt]:
    """The formulas that hold a REGEX, by name; of the entry as `start`."""
    for name, tree in of.formulas.items():
        if holds_regex(tree):
            yield regex(of, name, "formula", "it holds a REGEX, which fails on a long text")
    if of.flow.start and "REGEX(" in (of.flow.start.filterFormula or "").upper():
        yield regex(of, "start", "entry", "it holds a REGEX")


def regex(of: Canvas, element: str, field: str, why: str) -> Doubt:
    return Doubt(flow=of.name, element=element, field=field, why=why, kind="regex", wrong=True)


def judged(of: Canvas, fields: "Fields") -> Iterator[tuple[Held, Doubt | None]]:
    """Every text and every choice that a flow writes: what its field holds, and what is not shown of it."""
    bounds = Bounds(of, fields.held)
    for one in written(of):
        held = fields.held(one.object, one.field)
        if held is None:
            continue
        why = choice_doubt(bounds, held, one) if held.picklist else text_doubt(bounds, held, one)
        yield held, doubted(of, one, held, why) if why is not None else None


def doubted(of: Canvas, one: Written, held: Held, why: Why) -> Doubt:
    return Doubt(
        flow=of.name,
        element=one.element,
        field=f"{one.object}.{one.field}",
        why=why.text,
        kind="choice" if held.picklist else "text",
        wrong=why.wrong,
    )


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


def text_doubt(bounds: Bounds, held: Held, one: Written) -> Why | None:
    longest = bounds.longest(one.value) if one.operator == "Assign" else None
    if longest is None:
        return Why(text=f"no bound of its length is known; the field takes {held.length}", wrong=False)
    if longest > held.length:
        return Why(text=f"it may have {longest} characters; the field takes {held.length}", wrong=True)
    return None


def choice_doubt(bounds: Bounds, held: Held, one: Written) -> Why | None:
    """A value that a record of the object has in that field already was taken by the org before."""

    def as_it_was(name: str) -> bool:
        holder, _, field = name.partition(".")
        return field == one.field and bounds.of.objects.get(holder) == one.object

    if one.operator != "Assign" or held.values is None:
        return Why(text="its values are not known", wrong=False)
    found = bounds.texts(one.value, as_it_was)
    if found is None:
        return Why(text="it is not known which values it may have", wrong=False)
    wrong = sorted(found - held.values - {""})
    return Why(text=f"the field has no value {', '.join(wrong)}", wrong=True) if wrong else None


class Fields:
    """What the fields of a build, and those of the standard objects, hold. `whole`: everything that the values of
    picklists come from is in the build; else standard picklists may hold anything, and one record type is enough that
    lists a value."""

    def __init__(self, components: Iterable[Component], *, whole: bool = True) -> None:
        given = tuple(components)
        self.whole = whole
        self.custom = {one.name: one.body for one in given if isinstance(one.body, CustomField)}
        self.listed: dict[str, frozenset[str]] = {}
        self.with_types: set[str] = set()
        for one in given:
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
            known = self.listed.get(name, found)
            self.listed[name] = known & found if self.whole else known | found

    def held(self, kind: str, field: str) -> Held | None:
        """What a field holds; None: it is no text and no choice, or not known."""
        name = f"{kind}.{field}"
        if name in self.custom:
            return self.of_custom(name, self.custom[name])
        known = standard_objects().get(kind, {}).get(field)
        if known is None:
            return None
        if known["t"] == "picklist":
            values = self.listed.get(name, frozenset(known.get("v", ()))) if self.whole else None
            return Held(length=LONGEST_VALUE, picklist=True, values=values)
        return Held(length=known.get("l", LONGEST_VALUE)) if known["t"] in STANDARD_TEXTS else None

    def of_custom(self, name: str, body: CustomField) -> Held | None:
        if body.type == "Picklist" and body.valueSet and body.valueSet.valueSetDefinition:
            values = frozenset(
                one.fullName for one in body.valueSet.valueSetDefinition.value if one.isActive is not False
            )
            if name in self.listed or (self.whole and name.split(".")[0] in self.with_types):
                values &= self.listed.get(name, frozenset())
            return Held(length=LONGEST_VALUE, picklist=True, values=values, strict=bool(body.valueSet.restricted))
        usual = TEXT_TYPES.get(body.type or "")
        return Held(length=body.length or usual) if usual and not body.formula else None
