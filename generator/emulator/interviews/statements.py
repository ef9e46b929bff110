"""An Assignment as one Python function, instead of a closure for each of its lines: a generated flow assigns hundreds
of values on the way of one case. As in generator.formula.fusing, what an author wrote enters the source only as a bound
value."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from generator.emulator.interviews.assigning import converts, item, scaling
from generator.emulator.interviews.interview import Interview, Simple
from generator.emulator.rows import Held
from generator.emulator.scopes import Reference
from generator.metadata.flow import FlowAssignment, FlowAssignmentItem

if TYPE_CHECKING:
    from generator.emulator.interviews.program import Program

Line = tuple[FlowAssignmentItem, Callable[[Interview], None]]
"""What is to be done, and the closure that does it."""


def assignment(program: "Program", element: FlowAssignment, then: str | None) -> Simple:
    """Runs the lines in their order; raises NotModelled as `item` does. The function is made when it first runs."""
    lines = [(one, item(program, one, element.name)) for one in element.assignmentItems]

    def first(interview: Interview) -> str | None:
        made = program.simple[element.name] = Writing(program, element.name).function(lines, then)
        return made(interview)

    return first


class Writing:
    """One function under construction, of an interview `s`."""

    def __init__(self, program: "Program", element: str) -> None:
        self.program = program
        self.element = element
        self.bound: dict[str, Any] = {}

    def bind(self, value: Any) -> str:
        name = f"k{len(self.bound)}"
        self.bound[name] = value
        return name

    def function(self, lines: Sequence[Line], then: str | None) -> Simple:
        body = [text for one, run in lines for text in self.lines(one, run)]
        source = "\n ".join(
            ["def run(s):", "row, values, trace = s.row, s.values, s.tx.trace", *body, f"return {self.bind(then)}"]
        )
        exec(compile(f"{source}\n", "<assignment>", "exec"), self.bound)
        made: Simple = self.bound["run"]
        return made

    def lines(self, one: FlowAssignmentItem, run: Callable[[Interview], None]) -> list[str]:
        """Putting a value into a field or a variable, adding to a text or to a collection: written out. The rest is
        called."""
        head, _, rest = one.assignToReference.partition(".")
        read = self.program.direct.value(one.value, self.element)
        if head == "$Record":
            made = self.into_record(one.operator, rest, read)
        elif rest:
            made = self.into_held(one.operator, head, rest, read)
        else:
            made = self.into_variable(one.operator, head, read)
        return made or [f"{self.bind(run)}(s)"]

    def into_record(self, operator: str, field: str, read: Reference) -> list[str] | None:
        shape = self.program.shape
        if operator != "Assign" or shape is None or converts(shape.field(field).kind, read):
            return None
        name = self.bind(shape.field(field).name)
        step = f"if trace is not None: s.step('write', {self.bind(self.element)}, {name}, row[{name}])"
        return [f"row[{name}] = {self.spelled(read)}", f"row.assigned.add({name})", step]

    def into_held(self, operator: str, head: str, field: str, read: Reference) -> list[str] | None:
        """A field of a record that a variable holds."""
        found = self.program.package.schema.shape(self.program.settable[head].object or "").field(field)
        if operator != "Assign" or converts(found.kind, read):
            return None
        held, name, kind = self.bind(head), self.bind(found.name), self.bind(Held)
        return [
            f"value, held = {self.spelled(read)}, values.get({held})",
            f"if not isinstance(held, {kind}): held = values[{held}] = {kind}(held or {{}})",
            f"held[{name}] = value",
            f"held.assigned.add({name})",
        ]

    def into_variable(self, operator: str, head: str, read: Reference) -> list[str] | None:
        kind, name = self.program.settable[head], self.bind(head)
        plain = not read.kind.many and read.kind.name not in ("record", "any")
        if kind.many:
            added = operator == "Add" and plain
            return [f"values[{name}] = [*(values.get({name}) or ()), {self.spelled(read)}]"] if added else None
        if operator == "Add" and kind.name == "text" and read.kind.name in ("text", "picklist") and plain:
            return [f"values[{name}] = (values.get({name}) or '') + ({self.spelled(read)} or '')"]
        if operator != "Assign" or converts(kind.name, read):
            return None
        value = self.spelled(read)
        if head in self.program.scales:
            value = f"{self.bind(scaling(self.program.scales[head]))}(s, {value})"
        return [f"values[{name}] = {value}"]

    def spelled(self, read: Reference) -> str:
        """How a value is read."""
        if read.place is None:
            return f"{self.bind(read.get)}(s)"
        return read.place.text.format(*(self.bind(one) for one in read.place.bound))
