"""What is written is read back, whatever the text: `read(render(c)) == c` for components that hypothesis makes up."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.metadata.component import component
from generator.metadata.custom_objects import CustomObject, SearchLayouts
from generator.metadata.manifest import Package, PackageTypeMembers
from generator.metadata.objects import ValidationRule
from generator.metadata.registry import BY_NAME, KINDS, PACKAGE, Kind
from generator.reading import kind_of, read, read_files
from generator.rendering import files_of, render
from generator.xml import NotXml, canonical
from tests.metadata.strategies import TEXT, component_of

QUICK = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@given(data=st.data())
@QUICK
def test_what_is_rendered_is_read_back(kind: Kind, data: st.DataObject) -> None:
    """Every kind, every field: the file that a component becomes is the component, and canonical as it stands."""
    made = data.draw(component_of(kind))
    content = render(made)
    found = read(content, made.name, kind, made.content)
    assert found.component == made
    assert found.unknown == ()
    assert found.repeated == ()
    assert canonical(content) == content


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@given(data=st.data())
@settings(QUICK, max_examples=3)
def test_a_path_says_the_kind_and_the_name(kind: Kind, data: st.DataObject) -> None:
    """Files laid out as in a project are found again as the components they were made of."""
    made = data.draw(component_of(kind))
    files = {f"workflow/main/default/{path}": content for path, content in files_of(made).items()}
    project = read_files(files)
    assert [one.read.component for one in project.found] == [made]
    assert not project.broken
    assert not project.unknown


@given(text=TEXT, name=TEXT)
@QUICK
def test_hostile_text_comes_back_identical(text: str, name: str) -> None:
    """Template marks, markup, quotes, line breaks and other scripts are only text."""
    made = component(
        "Case.R", ValidationRule(fullName=name, active=True, errorConditionFormula=text, errorMessage=text)
    )
    assert (
        read(render(made), "Case.R", kind_of("objects/Case/validationRules/R.validationRule-meta.xml")[0]).component
        == made
    )


@pytest.mark.parametrize("mark", ["\x00", "\x07", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_never_written(mark: str) -> None:
    """No spelling of these characters is XML; the front end refuses them, and nothing broken leaves here."""
    rule = ValidationRule(fullName="R", active=True, errorConditionFormula="true", errorMessage=f"a{mark}b")
    with pytest.raises(NotXml, match=rf"ValidationRule Case\.R: U\+{ord(mark):04X}"):
        render(component("Case.R", rule))


def test_white_space_of_templates_stays_out_and_that_of_values_stays_in() -> None:
    """A part without anything in it is an empty element; a value of blanks is a value."""
    empty = component("Thing__c", CustomObject(label=" \n\t", searchLayouts=SearchLayouts()))
    lines = render(empty).decode().split("\n")
    assert lines[2:] == ["    <label> ", "\t</label>", "    <searchLayouts/>", "</CustomObject>", ""]
    assert read(render(empty), "Thing__c", BY_NAME["CustomObject"]).component == empty


def test_a_manifest_is_read_back() -> None:
    types = (PackageTypeMembers(members=("A", "B"), name="Flow"), PackageTypeMembers(members=("*",), name="Queue"))
    made = component("package", Package(types=types, version="66.0"))
    assert read(render(made), "package", PACKAGE).component == made
