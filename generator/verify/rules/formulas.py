"""Formulas of fields, validation rules and rule entries, read and typed where they stand (deploy rules, section 2)."""

from collections.abc import Iterator

from generator.formula.checking import Kind, Problem, check
from generator.formula.parsing import FormulaSyntaxError, located
from generator.formula.places import Place
from generator.formula.sizing import WARN_COMPILED, compiled_size
from generator.formula.syntax import Binary, Call, Formula, Ref, Unary
from generator.verify.formula_names import names_on
from generator.verify.objects import packaged
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject
from generator.verify.world import World

KINDS = ("ValidationRule", "CustomField", "AssignmentRules", "AutoResponseRules", "EscalationRules")
RESULTS: dict[str, Kind] = {
    "Text": "text", "Number": "number", "Currency": "number", "Percent": "number", "Date": "date",
    "DateTime": "datetime", "Time": "time", "Checkbox": "boolean",
}  # fmt: skip
LARGEST_COMPILED, MOST_RELATIONS = 5_000, 15


class Stands:
    """A formula, its place, and the element that holds it."""

    def __init__(self, text: str, place: Place, result: Kind | None, at: object, field: str) -> None:
        self.text = text
        self.place = place
        self.result = result
        self.at = at
        self.field = field


def formulas_of(one: Subject) -> Iterator[Stands]:
    body = one.body
    if one.kind == "ValidationRule":
        yield Stands(body.errorConditionFormula, "rule", "boolean", None, "errorConditionFormula")
    elif one.kind == "CustomField":
        if body.formula is not None and body.type != "Summary":
            yield Stands(body.formula, "field", RESULTS.get(body.type or ""), None, "formula")
    else:
        rules = getattr(body, one.kind[0].lower() + one.kind[1:-1])
        for entry in (entry for each in rules for entry in each.ruleEntry):
            if entry.formula:
                yield Stands(entry.formula, "entry", "boolean", entry, "formula")


def problems(one: Subject) -> tuple[tuple[Stands, Problem], ...]:
    """Everything that is wrong with the formulas of a component; worked out once for all rules of this family."""
    known, key = one.world.kept, (problems, one)
    if key not in known:
        kind_of = names_on(one.world, one.parent)
        fields = one.world.objects.object(one.parent).fields.values()
        known[key] = tuple(
            (stands, problem)
            for stands in formulas_of(one)
            for problem in check(stands.text, stands.place, kind_of, stands.result, [each.name for each in fields])
        )
    found: tuple[tuple[Stands, Problem], ...] = known[key]
    return found


def broken(one: Subject, *codes: str) -> Iterator[Fault]:
    """The faults of these codes of the formula checker."""
    for stands, problem in problems(one):
        if problem.code in codes:
            message = f"character {problem.offset + 1}: {problem.message}"
            yield fault(message, stands.at, stands.field, problem.help, missing=problem.code == "CP403")


@rule("FML-001", "deploy", "doc", *KINDS)
def long(one: Subject) -> Iterator[Fault]:
    """A formula has at most 3,900 characters, with blanks and comments.

    "Formula is too long". Split it into fields that it reads.
    """
    yield from broken(one, "CP409")


@rule("FML-002", "deploy", "doc", *KINDS)
def heavy(one: Subject) -> Iterator[Fault]:
    """A formula is stored in at most 4,000 bytes.

    Letters beyond ASCII take more than one. Split it.
    """
    yield from broken(one, "CP411")


@rule("FML-003", "warning", "doc", *KINDS)
def large(one: Subject) -> Iterator[Fault]:
    """A formula compiles to at most 5,000 characters, and each formula field that it reads is compiled into it.

    "Compiled formula is too big to execute". What it compiles to is not published; this is an estimate, and warns at
    four fifths. Read a field once, use CASE for nested IFs, or move the work into a flow.
    """
    for stands in formulas_of(one):
        size = inlined(one.world, one.parent, stands.text, ())
        if size > WARN_COMPILED:
            message = f"the formula compiles to about {size:,} characters, and {LARGEST_COMPILED:,} are allowed"
            yield fault(message, stands.at, stands.field, "read each formula field once, or use a flow")


def inlined(world: World, object_name: str, text: str, above: tuple[str, ...]) -> int:
    """The estimate of a formula with the formula fields that it reads, each as often as it is read."""
    try:
        tree = located(text)[0]
    except FormulaSyntaxError:
        return 0
    size = compiled_size(tree)
    for name in references(tree):
        field, _ = ("", "") if name.startswith("$") else world.objects.path(object_name, name)
        formula = getattr(field, "formula", None)
        key = f"{object_name}.{name}".lower()
        if formula and key not in above and len(above) < 10 and "." not in name:
            size += inlined(world, object_name, formula, (*above, key))
    return min(size, 10**6)


@rule("FML-005", "deploy", "inf")
def relations(world: World) -> Iterator[Fault]:
    """The formulas of an object go over at most fifteen relationships of its own.

    "You must remove at least N relationship(s) in order to save this". Salesforce raises it on request.
    """
    used: dict[str, set[str]] = {}
    told: set[str] = set()
    for kind in ("ValidationRule", "CustomField"):
        for one in world.of(kind):
            for stands in formulas_of(one):
                try:
                    names = list(references(located(stands.text)[0]))
                except FormulaSyntaxError:
                    continue
                crossed = {name.partition(".")[0].lower() for name in names if "." in name and name[0] != "$"}
                used.setdefault(one.parent, set()).update(crossed)
            if len(used.get(one.parent, ())) > MOST_RELATIONS and one.parent not in told:
                told.add(one.parent)
                message = f"the formulas of {one.parent} go over {len(used[one.parent])} relationships"
                yield fault(message, of=one, help=f"an org allows {MOST_RELATIONS}")


@rule("FML-006", "deploy", "doc", *KINDS)
def names(one: Subject) -> Iterator[Fault]:
    """A formula names fields and functions that there are.

    "Field X does not exist. Check spelling."; "Unknown function X. Check spelling."
    """
    yield from broken(one, "CP402", "CP403")


@rule("FML-007", "deploy", "doc", *KINDS)
def arguments(one: Subject) -> Iterator[Fault]:
    """Functions and operators get as many arguments as they take, of types that they take.

    "Incorrect number of parameters for X"; "Incorrect parameter type for X".
    """
    yield from broken(one, "CP404", "CP405")


@rule("FML-008", "deploy", "doc", "CustomField")
def results(one: Subject) -> Iterator[Fault]:
    """A formula field's value is of the field's type.

    "Formula result is data type (X), incompatible with expected data type (Y)."
    """
    yield from broken(one, "CP408")


@rule("VAL-006", "deploy", "doc", "ValidationRule", "AssignmentRules", "AutoResponseRules", "EscalationRules")
def yes_or_no(one: Subject) -> Iterator[Fault]:
    """The formula of a rule gives true or false.

    "Formula result is data type (X), incompatible with expected data type (Boolean)."
    """
    yield from broken(one, "CP408")


@rule("FML-009", "deploy", "doc", *KINDS)
def places(one: Subject) -> Iterator[Fault]:
    """A function stands where it is allowed.

    ISCHANGED, PRIORVALUE and ISNEW in rules and not in fields; REGEX not in fields; VLOOKUP in validation rules alone.
    "Function X may not be used in this type of formula".
    """
    yield from broken(one, "CP406")


@rule("FML-010", "deploy", "doc", *KINDS)
def long_texts(one: Subject) -> Iterator[Fault]:
    """Long, rich and encrypted texts are not read by formulas.

    Rules may ask whether they are blank or changed, and what they contain. "You referenced an unsupported field type".
    """
    yield from broken(one, "CP412")


@rule("FML-011", "deploy", "doc", *KINDS)
def picklists(one: Subject) -> Iterator[Fault]:
    """A picklist stands in TEXT, ISPICKVAL or CASE, a multi-select one in INCLUDES and a few others.

    "Field X is a picklist field. Picklist fields are only supported in certain functions."
    """
    yield from broken(one, "CP407")


@rule("FML-014", "deploy", "doc", "CustomField")
def circles(one: Subject) -> Iterator[Fault]:
    """No formula field reads itself, directly or through others.

    "Formula cannot use another formula field that directly or indirectly refers to itself."
    """
    own = one.name.partition(".")[2].lower()
    seen: set[str] = set()
    waiting = list(own_fields(one.body.formula))
    symbol = one.world.objects.object(one.parent)
    while waiting:
        name = waiting.pop().lower()
        if name == own:
            yield fault(f"the formula of `{one.name}` comes back to itself", field="formula")
            return
        field = symbol.fields.get(name)
        if name not in seen and field is not None and field.formula:
            seen.add(name)
            waiting += own_fields(field.formula)


@rule("FML-015", "warning", "inf", "ValidationRule", "CustomField")
def values(one: Subject) -> Iterator[Fault]:
    """A value that a formula compares a picklist with is one of the picklist's.

    A misspelt one saves, and never matches.
    """
    for stands in formulas_of(one):
        try:
            tree = located(stands.text)[0]
        except FormulaSyntaxError:
            continue
        for name, value in compared(tree):
            field, _ = one.world.objects.path(one.parent, name)
            own = field.custom if field is not None else None
            held = own.valueSet.valueSetDefinition if own is not None and own.valueSet is not None else None
            if held is not None and value and value not in {each.fullName for each in held.value}:
                yield fault(f"`{value}` is no value of `{name}`", stands.at, stands.field)


@rule("FML-017", "deploy", "doc", *KINDS)
def global_names(one: Subject) -> Iterator[Fault]:
    """Labels, settings and records of custom metadata are named with all their parts, and are there.

    `$Label.Name`, `$Setup.Object__c.Field__c`, `$CustomMetadata.Type__mdt.Record.Field__c`; "$Label references must be
    of the form ...". What a package brings is not in the tree.
    """
    for stands in formulas_of(one):
        try:
            names = list(references(located(stands.text)[0]))
        except FormulaSyntaxError:
            continue
        for name in dict.fromkeys(names):
            head, *rest = name.split(".")
            if rest and packaged(rest[0]):
                continue
            if head == "$CustomMetadata" and len(rest) == 3:
                record = f"{rest[0].removesuffix('__mdt')}.{rest[1]}"
                if not one.world.has("CustomMetadata", record) and "__" not in rest[1]:
                    yield fault(f"there is no record `{record}`", stands.at, stands.field, missing=True)
            elif head == "$Label" and len(rest) == 1 and rest[0].lower() not in labels(one.world):
                yield fault(f"there is no label `{rest[0]}`", stands.at, stands.field, missing=True)
            elif head == "$Setup" and rest and one.world.objects.exists(rest[0]) is False:
                yield fault(f"there is no setting `{rest[0]}`", stands.at, stands.field, missing=True)
            elif head == "$Permission" and rest and not one.world.has("CustomPermission", rest[0]):
                yield fault(f"there is no permission `{rest[0]}`", stands.at, stands.field, missing=True)


def labels(world: World) -> frozenset[str]:
    """The custom labels of a tree, in lower case."""
    return frozenset(one.fullName.lower() for held in world.of("CustomLabels") for one in held.body.labels)


@rule("FML-019", "deploy", "doc", *KINDS)
def syntax(one: Subject) -> Iterator[Fault]:
    """A formula can be read: straight quotes, balanced parentheses, an operand for each operator.

    "Syntax error. Found X".
    """
    yield from broken(one, "CP401")


def references(tree: Formula) -> Iterator[str]:
    waiting = [tree]
    while waiting:
        match waiting.pop():
            case Ref(name=name):
                yield name
            case Call(args=args):
                waiting += reversed(args)
            case Binary(left=left, right=right):
                waiting += [right, left]
            case Unary(operand=operand):
                waiting.append(operand)
            case _:
                pass


def own_fields(formula: str | None) -> Iterator[str]:
    """The fields of the object itself that a formula reads."""
    try:
        tree = located(formula or "")[0]
    except FormulaSyntaxError:
        return
    yield from (name for name in references(tree) if "." not in name and not name.startswith("$"))


def compared(tree: Formula) -> Iterator[tuple[str, str]]:
    """Each picklist in ISPICKVAL, INCLUDES and CASE with the values that it is held against."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Call):
            yield from held_against(node)
            waiting += node.args
        elif isinstance(node, Binary):
            waiting += [node.left, node.right]
        elif isinstance(node, Unary):
            waiting.append(node.operand)


def held_against(node: Call) -> Iterator[tuple[str, str]]:
    match node:
        case Call(function="ISPICKVAL" | "INCLUDES", args=(Ref(name=name), second)):
            values = [second]
        case Call(function="CASE", args=(Ref(name=name), *rest)):
            values = rest[:-1:2] if len(rest) % 2 else rest[::2]
        case _:
            return
    for value in values:
        text = getattr(value, "value", None)
        if isinstance(text, str):
            yield name, text
