"""Other people's flows are read whole, and what makes that possible costs a build nothing."""

import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from generator.metadata.flow import Flow
from generator.metadata.registry import BY_NAME, KINDS, Kind
from generator.reading import read
from generator.reading.records import places, widened
from generator.schemas.model import BUILT_IN, Complex, Element, content
from generator.schemas.validation import SCHEMA
from generator.schemas.wsdl import complex_type
from generator.verify.flows.names import records

XSD = "{http://www.w3.org/2001/XMLSchema}"
KNOWN: dict[str, Any] = {
    node.get("name"): complex_type(node) for node in etree.parse(SCHEMA).getroot() if node.tag == f"{XSD}complexType"
}
WHOLE = [kind for kind in KINDS if kind.whole]
PLAIN = {"boolean": (bool,), "int": (int,), "double": (int, str)}
NEWER = {"FlowStageStep has a requiresMultiMemberApproval"}
"""Elements that came after the schema's API version."""
OPEN = '<Flow xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'


def widest(cls: Any, kind: Kind) -> Any:
    return widened(cls.__name__, kind.whole or "") or cls


def below(cls: Any, kind: Kind, found: dict[Any, None]) -> dict[Any, None]:
    for place in places(cls).values():
        wide = widest(place.inner, kind) if dataclasses.is_dataclass(place.inner) else None
        if wide is not None and wide not in found:
            found[wide] = None
            below(wide, kind, found)
    return found


def differing(cls: Any, elements: dict[str, Element]) -> Iterator[str]:
    """What a record and the schema's type of its name say differently."""
    ours = places(cls)
    yield from (f"{cls.__name__} has no {name}" for name in elements.keys() - ours.keys())
    yield from (f"{cls.__name__} has a {name}" for name in ours.keys() - elements.keys())
    for name in elements.keys() & ours.keys():
        if ours[name].many != elements[name].many:
            yield f"{cls.__name__}.{name}: a list in one and not in the other"
        type = elements[name].type
        if isinstance(KNOWN.get(type), Complex) and ours[name].inner.__name__ != type:
            yield f"{cls.__name__}.{name}: not a {type}"
        if type.startswith(BUILT_IN) and ours[name].inner not in PLAIN.get(type.removeprefix(BUILT_IN), (str,)):
            yield f"{cls.__name__}.{name}: not a {type}"


@pytest.mark.parametrize("kind", WHOLE, ids=lambda kind: kind.name)
def test_nothing_of_the_schema_is_left_out(kind: Kind) -> None:
    """Every element of a flow and of all that it may hold has a place, of the right type."""
    whole = widest(kind.body, kind)
    seen = below(whole, kind, {whole: None})
    found = [
        one
        for cls in seen
        for one in differing(cls, {element.name: element for element in content(cls.__name__, KNOWN)})
    ]
    assert set(found) <= NEWER
    assert len(seen) > (60 if kind.name == "Flow" else 8)


def flow(inside: str, *, whole: bool = True) -> Any:
    return read((OPEN + inside + "</Flow>").encode(), "F", BY_NAME["Flow"], whole=whole)


SCREEN = (
    "<label>F</label><screens><name>S</name><label>S</label><locationX>0</locationX><locationY>0</locationY>"
    "<fields><fieldType>Region</fieldType><fields><name>Text</name><fieldType>InputField</fieldType></fields></fields>"
    "</screens>"
)


def test_a_screen_is_read_where_the_whole_is_asked_for() -> None:
    """A flow of ours stays the narrow record; one with screens is a wider one, and still a flow."""
    found = flow(SCREEN)
    assert found.unknown == ()
    assert [one.name for one in found.component.body.screens[0].fields[0].fields] == ["Text"]
    assert isinstance(found.component.body, Flow)
    assert found.component.kind == "Flow"
    assert [one.element for one in flow(SCREEN, whole=False).unknown] == ["screens"]
    assert type(flow("<label>F</label>").component.body) is Flow


def test_what_stood_before_an_element_that_widens_is_kept() -> None:
    place = "<name>D</name><label>D</label><locationX>1</locationX><locationY>2</locationY>"
    rule = "<name>R</name><conditionLogic>and</conditionLogic><label>R</label><attributes><type>t</type></attributes>"
    choice = f"<decisions>{place}<rules>{rule}</rules><group>G</group></decisions>"
    body = flow(f"<label>F</label>{choice}<dataSpace>default</dataSpace>").component.body
    found = body.decisions[0]
    assert (body.label, body.dataSpace, found.group, found.locationY) == ("F", "default", "G", 2)
    assert found.rules[0].attributes[0].type == "t"


def test_a_choice_set_may_say_that_it_has_no_field() -> None:
    """As orgs write it for a set of picklist values."""
    body = flow(
        '<label>F</label><dynamicChoiceSets><name>C</name><dataType>Picklist</dataType><displayField xsi:nil="true"/>'
        '<object xsi:nil="true"/><picklistField>Status</picklistField></dynamicChoiceSets>'
    ).component.body
    assert [one.name for one in records(body) if hasattr(one, "picklistField")] == ["C"]


def test_a_build_does_not_load_what_it_never_writes() -> None:
    """The rest of the vocabulary is imported when an element of it is met."""
    asked = "import generator.cli, generator.compiler, generator.reading, generator.rendering, sys\n"
    asked += "sys.exit(sum(name.startswith('generator.metadata.flow_') and name[24:] in ('rest', 'whole')"
    asked += " for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
