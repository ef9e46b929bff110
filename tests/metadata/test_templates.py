"""Templates transcribe. Their own syntax trees show that none decides, and that none forgets a field."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from jinja2 import nodes

from generator.metadata.bodies import Body
from generator.metadata.registry import BESIDE, KINDS, Kind
from generator.reading.records import places
from generator.rendering import TEMPLATES, environment, template_of

FILES = sorted(path.name for path in TEMPLATES.glob("*.j2"))
MACRO_FILES = {"macros.xml.j2", "parts.xml.j2", "flow_values.xml.j2", "flow_elements.xml.j2"}
ALL = (*KINDS, *BESIDE)
DECISIONS = (
    nodes.Assign,
    nodes.AssignBlock,
    nodes.Filter,
    nodes.BinExpr,
    nodes.Neg,
    nodes.Pos,
    nodes.Concat,
    nodes.CondExpr,
)
DECISIONS += (nodes.Compare, nodes.Include, nodes.Extends, nodes.Getitem, nodes.FilterBlock, nodes.CallBlock)


def parsed(file: str) -> nodes.Template:
    return environment().parse((TEMPLATES / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES)
def test_a_template_decides_nothing(file: str) -> None:
    """No assignment, filter, arithmetic, comparison or joining of text: `if` asks for presence, and nothing else."""
    tree = parsed(file)
    assert [type(node).__name__ for node in tree.find_all(DECISIONS)] == []
    tests = [node.test for node in tree.find_all(nodes.If)]
    assert {test.name for test in tests if isinstance(test, nodes.Test)} <= {"none"}
    assert all(isinstance(test, nodes.Test | nodes.Not) for test in tests)


def test_each_kind_has_its_template() -> None:
    """One name in the vocabulary, the registry and the templates."""
    assert {template_of(kind.name) for kind in ALL} | MACRO_FILES == set(FILES)
    assert {kind.body for kind in ALL} == set(get_args(Body))
    assert [kind.name for kind in KINDS] == sorted(kind.name for kind in KINDS)


def macros() -> dict[str, nodes.Macro]:
    return {macro.name: macro for file in FILES for macro in parsed(file).find_all(nodes.Macro)}


def written(node: nodes.Node, owner: str, known: dict[str, nodes.Macro]) -> Iterator[str]:
    """The attributes of `owner` that a piece of template writes, in order. A call with `owner` itself is followed."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Macro):
            continue
        if isinstance(child, nodes.Getattr) and isinstance(child.node, nodes.Name) and child.node.name == owner:
            yield child.attr
        elif isinstance(child, nodes.Call) and [getattr(one, "name", "") for one in child.args] == [owner]:
            yield from written(known[child.node.name], "it", known)  # type: ignore[attr-defined]
        else:
            yield from written(child, owner, known)


def reachable(cls: Any, found: dict[Any, None]) -> dict[Any, None]:
    for place in places(cls).values():
        if dataclasses.is_dataclass(place.inner) and place.inner not in found:
            found[place.inner] = None
            reachable(place.inner, found)
    return found


def fields(cls: Any) -> list[str]:
    return [place.field for place in places(cls).values()]


def without_repeats(names: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(names))


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_a_template_writes_every_field_in_order(kind: Kind) -> None:
    """A field that someone adds to a record and forgets in the template fails here, and so does a wrong place."""
    known = macros()
    assert without_repeats(written(parsed(template_of(kind.name)), "body", known)) == fields(kind.body)
    for part in reachable(kind.body, {}):
        macro = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", part.__name__).lower()
        if macro != "typed_value":
            assert without_repeats(written(known[macro], "it", known)) == fields(part), macro


@pytest.mark.parametrize("file", FILES)
def test_an_element_is_called_like_its_field(file: str) -> None:
    """`<label>` holds `.label`, and `optional("label", ...)` is given `.label`."""
    text = (TEMPLATES / file).read_text(encoding="utf-8")
    pairs = re.findall(r"<(\w+)>\{\{ \w+\.(\w+) \}\}</(\w+)>", text)
    pairs += [(name, field, name) for name, field in re.findall(r'\{\{ \w+\("(\w+)", \w+\.(\w+)\) \}\}', text)]
    pairs += re.findall(r"<(\w+)>\{\{ \w+\(\w+\.(\w+)\) \}\}</(\w+)>", text)
    pairs += [(opened, field, closed) for field, opened, closed in re.findall(
        r"for one in \w+\.(\w+) %\}\n\s*<(\w+)>\{\{ \w+\(one\) \}\}</(\w+)>", text)]  # fmt: skip
    assert pairs or file == "macros.xml.j2"
    assert [pair for pair in pairs if len({pair[0], pair[1].rstrip("_"), pair[2]}) > 1] == []
