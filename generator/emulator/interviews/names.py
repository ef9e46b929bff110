"""What a name in a flow stands for: the record, variables and other resources, outputs of elements, the org around."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from generator.emulator.interviews.interview import Interview
from generator.emulator.interviews.texts import merged
from generator.emulator.rows import Row
from generator.emulator.schema import NotModelled, Shape
from generator.emulator.scopes import Getter, Kind, Names, Reference, RowGetter, RowReference, Unset
from generator.formula.compiled import Place
from generator.metadata.flow import FlowElementReferenceOrValue

if TYPE_CHECKING:
    from generator.emulator.loading import Package

KINDS = {
    "String": "text", "Number": "number", "Currency": "number", "Boolean": "boolean", "Date": "date",
    "DateTime": "datetime", "Time": "time", "Picklist": "picklist", "Multipicklist": "multipicklist",
    "SObject": "record",
}  # fmt: skip
"""Data types of flow resources."""
CONSTANTS: dict[str, tuple[str, Any]] = {
    "True": ("boolean", True), "False": ("boolean", False), "EmptyString": ("text", ""),
}  # fmt: skip

NOTHING: Row = {}


def kind_of_data(data_type: str, where: str) -> str:
    kind = KINDS.get(data_type)
    if kind is None:
        raise NotModelled(f"a resource of type {data_type} ({where})")
    return kind


class FlowNames(Names):
    """`lenient`: the names of formulas, where a parent or record that is not there gives nothing; elsewhere it is a
    fault (runtime-semantics 2.2). `outcomes`: of decisions; `elements`: those of the canvas;
    `told`: those of both that something asks about."""

    def __init__(
        self, package: "Package", shape: Shape | None, resources: dict[str, Reference], *, lenient: bool, early: bool
    ) -> None:
        super().__init__(package)
        self.shape = shape
        self.resources = resources
        self.lenient = lenient
        self.early = early
        self.outcomes: frozenset[str] = frozenset()
        self.elements: frozenset[str] = frozenset()
        self.told: set[str] = set()
        self.record_kind = Kind(name="record", object=shape.name if shape is not None else None)

    def find(self, name: str) -> Reference:
        head, _, rest = name.partition(".")
        if head in ("$Record", "$Record__Prior"):
            return self.of_record(head, rest)
        if head == "$Flow":
            return self.of_flow(rest)
        if head == "$GlobalConstant" and rest in CONSTANTS:
            kind, value = CONSTANTS[rest]
            return Reference(kind=Kind(name=kind), get=lambda interview: value)
        if head.startswith("$"):
            found = self.package.surroundings.find(name)
            if found is None:
                raise NotModelled(f"the reference {name}")
            return found
        if name in self.outcomes:
            return self.of_outcome(name)
        parts = name.split(".")
        for count in range(len(parts), 0, -1):
            resource = self.resources.get(".".join(parts[:count]))
            if resource is not None:
                rest = ".".join(parts[count:])
                return self.of_resource(name, rest, resource) if rest else resource
        if name in self.elements:
            return self.of_outcome(name)
        raise NotModelled(f"the reference {name}")

    def of_record(self, head: str, rest: str) -> Reference:
        if self.shape is None:
            raise NotModelled(f"{head} in a flow without a record")
        before = head == "$Record__Prior"
        if not rest:
            if before:
                return Reference(kind=self.record_kind, get=lambda interview: interview.prior_row)
            return Reference(kind=self.record_kind, get=lambda interview: interview.row)
        found = self.package.paths.read(self.shape, rest.split("."), strict=not self.lenient)
        get = found.get
        if before:
            return before_save(found)
        if self.early and found.field is not None and found.field.formula is not None:
            return Reference(kind=found.kind, get=early_formula(rest, get))
        return found.of_row()

    def of_flow(self, rest: str) -> Reference:
        readers: dict[str, tuple[str, Getter]] = {
            "CurrentDate": ("date", lambda interview: interview.local(interview.now).date()),
            "CurrentDateTime": ("datetime", lambda interview: interview.now),
            "CurrentRecord": ("id", lambda interview: interview.row.get("Id")),
            "FaultMessage": ("text", lambda interview: interview.fault_message),
            "InterviewGuid": ("text", lambda interview: f"{interview.program.name}-{interview.row.get('Id')}"),
            "InterviewStartTime": ("datetime", lambda interview: interview.now),
        }
        if rest not in readers:
            raise NotModelled(f"the reference $Flow.{rest}")
        kind, get = readers[rest]
        place = Place(get=get, text="s.now", plain=True) if rest == "CurrentDateTime" else None
        return Reference(kind=Kind(name=kind), get=get, place=place)

    def of_outcome(self, name: str) -> Reference:
        """Whether a decision has gone this way, or an element has run, as in the Metadata API guide's sample flow
        `IF({!Create_Contact}, "created", "updated")`. What it is before that is not documented."""
        self.told.add(name)

        def read(interview: Interview) -> bool | None:
            if name in interview.visited:
                return True
            return False if interview.tx.switch("outcome_not_taken") == "false" else None

        return Reference(kind=Kind(name="boolean"), get=read)

    def of_resource(self, name: str, rest: str, resource: Reference) -> Reference:
        """A field of a record that a resource holds."""
        if resource.kind.name == "any":
            return Reference(kind=Kind(name="any"), get=lambda interview: None)
        if resource.kind.name != "record" or resource.kind.many or resource.kind.object is None:
            raise NotModelled(f"the reference {name}")
        shape = self.package.schema.shape(resource.kind.object)
        found = self.package.paths.read(shape, rest.split("."))
        holder, get, lenient = resource.get, found.get, self.lenient
        blank = False if found.kind.name == "boolean" else None

        def read(interview: Interview) -> Any:
            row = holder(interview)
            if row is not None:
                return get(row, interview.tx)
            if not lenient and interview.tx.switch("null_record_field_access") == "fault":
                raise Unset(name)
            return blank

        return Reference(kind=found.kind, get=read)

    def find_before(self, name: str) -> RowGetter:
        if self.shape is None or not name.startswith("$Record."):
            raise NotModelled(f"the value of {name} before a save")
        return self.package.paths.read(self.shape, name.split(".")[1:]).get

    # Values as elements hold them

    def value(self, value: FlowElementReferenceOrValue | None, where: str) -> Reference:
        """A value or a reference of an element."""
        if value is None:
            return Reference(kind=Kind(name="null"), get=lambda interview: None)
        if value.elementReference is not None:
            return self.reference(value.elementReference)
        if value.stringValue is not None and "{!" in value.stringValue:
            run = merged(value.stringValue, lambda name: self.reference(name).get)
            return Reference(kind=Kind(name="text"), get=run)
        if value.formulaExpression is not None:
            run_formula = self.package.compiled(self, value.formulaExpression, where)
            return Reference(kind=Kind(name=kind_of_data(value.formulaDataType or "String", where)), get=run_formula)
        many = getattr(value, "collectionElements", ())
        if many:
            return self.listed([self.value(one, where) for one in many])
        kind, found = literal(value, where)
        get: Getter = lambda interview: found  # noqa: E731
        return Reference(kind=Kind(name=kind), get=get, place=Place(get=get, text="{0}", bound=(found,), plain=True))

    def listed(self, read: list[Reference]) -> Reference:
        """A collection that is written out."""
        getters = tuple(one.get for one in read)
        kind = Kind(name=read[0].kind.name, object=read[0].kind.object, many=True)
        return Reference(kind=kind, get=lambda interview: [get(interview) for get in getters])


def before_save(found: RowReference) -> Reference:
    """The same of the record before this save; nothing where it is new."""
    get, key, yes_no = found.get, found.key, found.kind.name == "boolean"
    read: Getter = lambda interview: get(interview.prior_row or {}, interview.tx)  # noqa: E731
    if key is None:
        return Reference(kind=found.kind, get=read)
    text = f"({{0}} if s.prior_row is None else s.prior_row).get({{1}}){' is True' if yes_no else ''}"
    place = Place(get=read, text=text, bound=(NOTHING, key), plain=True, yes_no=yes_no)
    return Reference(kind=found.kind, get=read, place=place)


def early_formula(name: str, get: RowGetter) -> Callable[[Interview], Any]:
    """A formula field of the record, read before it is saved: not reliable (runtime-semantics 1.2)."""

    def read(interview: Interview) -> Any:
        how = interview.tx.switch("before_save_formula_fields")
        if how == "error":
            raise Unset(f"$Record.{name}")
        return get(interview.row if how == "recompute" else interview.prior_row or {}, interview.tx)

    return read


def literal(value: FlowElementReferenceOrValue, where: str) -> tuple[str, Any]:
    if value.stringValue is not None:
        return "text", value.stringValue
    if value.numberValue is not None:
        return "number", Decimal(value.numberValue)
    if value.booleanValue is not None:
        return "boolean", value.booleanValue
    if value.dateValue is not None:
        return "date", date.fromisoformat(value.dateValue[:10])
    if value.dateTimeValue is not None:
        made = datetime.fromisoformat(value.dateTimeValue)
        return "datetime", (made if made.tzinfo else made.replace(tzinfo=UTC)).astimezone(UTC)
    if value.timeValue is not None:
        return "time", time.fromisoformat(value.timeValue.removesuffix("Z"))
    for name in ("apexValue", "sobjectValue", "setupReference", "transformValueReference"):
        if getattr(value, name) is not None:
            raise NotModelled(f"a value of kind {name} in {where}")
    return "null", None
