"""References: what a name in a formula, a rule or a flow stands for, found once and then read by a closure."""

from collections.abc import Callable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from generator.emulator.rows import Row
from generator.emulator.schema import Field, NotModelled, Shape
from generator.formula.compiled import Place
from generator.formula.evaluation import Compiler
from generator.formula.parsing import FormulaSyntaxError, parse
from generator.formula.syntax import Formula
from generator.formula.values import FormulaError, Value
from generator.frozen import record

if TYPE_CHECKING:
    from generator.emulator.loading import Package
    from generator.emulator.transactions import Transaction


@record
class Kind:
    """What a reference gives: a kind that formulas know, `record` (of an object), or many of them."""

    name: str
    object: str | None = None
    many: bool = False


class Scope:
    """What a rule or formula looks at: a row, the row before this save, and the transaction around them."""

    __slots__ = ("getters", "names", "now", "prior_row", "row", "tx")

    def __init__(self, names: "Names", row: Row, prior_row: Row | None, tx: "Transaction") -> None:
        self.names = names
        self.getters = names.getters
        self.row = row
        self.prior_row = prior_row
        self.tx = tx
        self.now = tx.now

    def value(self, name: str) -> Value:
        found: Value = self.getters[name](self)
        return found

    def prior(self, name: str) -> Value:
        found: Value = self.names.before(name)(self.prior_row or {}, self.tx)
        return found

    def is_new(self) -> bool:
        return self.prior_row is None

    def local(self, instant: datetime) -> datetime:
        return self.tx.local(instant)


Getter = Callable[[Any], Any]
"""Reads a value in a scope."""
RowGetter = Callable[[Row, "Transaction"], Any]
"""Reads a value from a row."""


@record
class Reference:
    """`place`: how a formula spells it, where there is a shorter way than `get`."""

    kind: Kind
    get: Getter
    place: Place | None = None


@record
class RowReference:
    """`key`: the field, where nothing but the row is looked at."""

    kind: Kind
    get: RowGetter
    field: Field | None = None
    key: str | None = None

    def of_row(self) -> Reference:
        """The same of the row in a scope."""
        get, key = self.get, self.key
        if key is None:
            return Reference(kind=self.kind, get=lambda scope: get(scope.row, scope.tx))
        read: Getter = lambda scope: scope.row.get(key)  # noqa: E731
        text, yes_no = "s.row.get({0})", self.kind.name == "boolean"
        if yes_no:
            read, text = lambda scope: scope.row.get(key) is True, f"{text} is True"
        place = Place(get=read, text=text, bound=(key,), plain=True, yes_no=yes_no)
        return Reference(kind=self.kind, get=read, place=place)


class Paths:
    """Paths over relationships, `Account.Owner.Name`. Formula fields are compiled when they are first read. `refused`:
    roll-ups, by object and name, that are not worked out."""

    def __init__(self, package: "Package") -> None:
        self.package = package
        self.formulas: dict[tuple[str, str], RowGetter] = {}
        self.refused: frozenset[tuple[str, str]] = frozenset()

    def read(self, shape: Shape, parts: list[str], *, strict: bool = False) -> RowReference:
        """`strict`: a parent that is not there is a fault where the switch null_traversal says so."""
        head, *rest = parts
        if not rest:
            return self.field(shape, head)
        name, _, wanted = head.partition(":")
        if rest == ["Id"] and not wanted:
            return self.field(shape, shape.relation(name).name)
        relation = shape.relation(name)
        targets = [one for one in relation.refers if not wanted or one.lower() in (wanted.lower(), "group")]
        if wanted.lower() == "queue":
            targets = ["Group"]
        if not targets and shape.open:
            return RowReference(kind=Kind(name="any"), get=lambda row, tx: None)
        arms: dict[str, tuple[str, RowGetter]] = {}
        kind, last = Kind(name="any"), None
        problem: NotModelled | None = None
        for target in targets:
            try:
                parent = self.package.schema.shape(target)
                found = self.read(parent, rest, strict=strict)
            except NotModelled as refusal:
                problem = refusal
                continue
            arms[parent.prefix] = (parent.name, found.get)
            kind, last = found.kind, found.field
        if not arms:
            raise problem or NotModelled(f"{shape.name}.{head} leads nowhere")
        field, absent = relation.name, False if kind.name == "boolean" else None
        path = ".".join(parts)

        def get(row: Row, tx: "Transaction") -> Any:
            id = row.get(field)
            arm = arms.get(id[:3]) if isinstance(id, str) else None
            parent_row = tx.get(arm[0], id) if arm is not None else None
            if parent_row is None or arm is None:
                if strict and tx.switch("null_traversal") == "fault":
                    raise Unset(f"{path}")
                return absent
            return arm[1](parent_row, tx)

        return RowReference(kind=kind, get=get, field=last)

    def field(self, shape: Shape, name: str) -> RowReference:
        known = shape.field(name)
        if (shape.name, known.name) in self.refused:
            raise NotModelled(f"the roll-up summary {shape.name}.{known.name}")
        if known.formula is not None:
            return RowReference(kind=Kind(name=known.kind), get=self.formula(shape, known), field=known)
        if known.mirrors is not None:
            found = self.read(shape, known.mirrors.split("."))
            return RowReference(kind=found.kind, get=found.get, field=known)
        field = known.name
        get: RowGetter = lambda row, tx: row.get(field)  # noqa: E731
        if known.kind == "boolean":
            get = lambda row, tx: row.get(field) is True  # noqa: E731
        return RowReference(kind=Kind(name=known.kind), get=get, field=known, key=field)

    def formula(self, shape: Shape, field: Field) -> RowGetter:
        """A formula field, worked out whenever it is read; one that fails gives nothing (runtime-semantics 3.8)."""
        key = (shape.name, field.name)
        formulas = self.formulas
        if key not in formulas:
            formulas[key] = lambda row, tx: None  # while it is compiled: a formula may name itself over a relationship
            names = RowNames(self.package, shape)
            run = self.package.compiled(names, field.formula or "", f"{shape.name}.{field.name}", field.blanks_as_zero)
            places = Decimal(1).scaleb(-(field.scale or 0))
            kind = field.kind

            def get(row: Row, tx: "Transaction") -> Any:
                try:
                    value = run(Scope(names, row, None, tx))
                except FormulaError:
                    value = None
                if isinstance(value, Decimal):
                    value = (value * 100 if kind == "percent" else value).quantize(places, rounding=ROUND_HALF_UP)
                return value is True if kind == "boolean" else value

            formulas[key] = get
        return lambda row, tx: formulas[key](row, tx)


class Unset(Exception):  # noqa: N818  (the platform's own word)
    """A field of a record that is not there was read."""


class Names:
    """The references of one context. `kind_of` is what the formula compiler asks; it also makes the getter."""

    def __init__(self, package: "Package") -> None:
        self.package = package
        self.getters: dict[str, Getter] = {}
        self.known: dict[str, Reference] = {}
        self.priors: dict[str, RowGetter] = {}

    def kind_of(self, name: str) -> str:
        kind = self.reference(name).kind
        return "any" if kind.many or kind.name == "record" else kind.name

    def reference(self, name: str) -> Reference:
        found = self.known.get(name)
        if found is None:
            found = self.known[name] = self.find(name)
            self.getters[name] = found.get
        return found

    def place(self, name: str) -> Place:
        """How a formula reads a reference."""
        found = self.reference(name)
        return found.place or Place(get=found.get, text="{0}(s)", bound=(found.get,))

    def find(self, name: str) -> Reference:
        raise NotImplementedError

    def before(self, name: str) -> RowGetter:
        """How to read `name` from the row before this save."""
        if name not in self.priors:
            self.priors[name] = self.find_before(name)
        return self.priors[name]

    def find_before(self, name: str) -> RowGetter:
        raise NotImplementedError


class RowNames(Names):
    """Names of rules and formula fields: fields of one object, and the org's surroundings."""

    def __init__(self, package: "Package", shape: Shape) -> None:
        super().__init__(package)
        self.shape = shape

    def find(self, name: str) -> Reference:
        if name.startswith("$") and not name.startswith("$RecordType."):
            found = self.package.surroundings.find(name)
            if found is None:
                raise NotModelled(f"the reference {name}")
            return found
        return self.package.paths.read(self.shape, self.parts(name)).of_row()

    def find_before(self, name: str) -> RowGetter:
        return self.package.paths.read(self.shape, self.parts(name)).get

    def parts(self, name: str) -> list[str]:
        """`$RecordType` is the record's own; so is the object, where it stands before a field."""
        parts = name.removeprefix("$").split(".")
        own = len(parts) > 1 and parts[0].lower() == self.shape.name.lower()
        return parts[1:] if own and parts[0].lower() not in self.shape.relations else parts


def read_formula(text: str) -> Formula:
    """The tree of a formula. Raises NotModelled for a text that is none."""
    try:
        return parse(text)
    except FormulaSyntaxError as problem:
        raise NotModelled(f"a formula that cannot be read: {problem}") from problem


def compile_formula(
    names: Names, tree: Formula, *, blanks_as_zero: bool = False, branch: Callable[[Any, int], None] | None = None
) -> Callable[[Any], Any]:
    """A formula in a context, as a closure that is made when it is first called. Raises NotModelled for a name that is
    not there, FormulaTypeError for a formula that Salesforce would not save."""
    return Compiler(names.kind_of, "zero" if blanks_as_zero else "blank", branch, names.place).when_asked(tree)
