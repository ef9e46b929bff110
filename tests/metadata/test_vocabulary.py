"""The records against Salesforce's own WSDL, as `simple-salesforce` ships it (API 63, trimmed by one org)."""

import dataclasses
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import simple_salesforce
from lxml import etree

from generator.metadata.folders import Folder
from generator.metadata.registry import BESIDE, KINDS
from generator.reading.records import places

XSD = "{http://www.w3.org/2001/XMLSchema}"
CALLED = {"NameField": "CustomField", "ReportFolder": "Folder", "DashboardFolder": "Folder", "EmailFolder": "Folder"}
"""Records whose name is not the WSDL's."""
NOT_THERE = {
    "CustomField": {"displayLocationInDecimal"},
    "DashboardFlexTableComponentProperties": {"useReportTableSetting"},
    "FlowDataTypeMapping": {"schemaUri", "valueMappingKey", "valueMappingTarget", "valueMappingTransformType"},
    "FlowElementReferenceOrValue": {"timeValue"},
    "FlowSchedule": {"dayOfMonthToRun", "daysOfWeekToRun", "endDate", "endTime", "frequencyNumber"},
    "FlowTest": {"flowTestFlowVersions", "testType"},
    "FlowTestPoint": {"isUseMockOutput"},
    "FlowTestReferenceOrValue": {"elementReference", "jsonValue", "timeValue"},
    "ValidationRule": {"shouldEvaluateOnClient"},
}
"""Newer than that WSDL, or not switched on in the org it came from; the API 66 declarations have them."""
NOT_NEEDED = {"fullName", "status", "type", "typeName"}
"""Required there, yet absent from files that orgs accept: a name stands in the path, a class is active by default."""
PLAIN = {"boolean": bool, "int": int, "double": str, "string": str, "date": str, "dateTime": str, "time": str}


@cache
def wsdl() -> Mapping[str, etree._Element]:
    content = (Path(simple_salesforce.__file__).parent / "metadata.wsdl").read_bytes()
    return {str(one.get("name")): one for one in etree.fromstring(content).iter(f"{XSD}complexType") if one.get("name")}


def elements(name: str) -> dict[str, etree._Element]:
    """The elements of a type, those of its base first."""
    found: dict[str, etree._Element] = {}
    extension = next(wsdl()[name].iter(f"{XSD}extension"), None)
    if extension is not None:
        found |= elements(str(extension.get("base")).removeprefix("tns:"))
    for one in wsdl()[name].iter(f"{XSD}element"):
        found.setdefault(str(one.get("name")), one)
    return found


def records() -> list[Any]:
    """Every record but two: one stands for an attribute, one is newer than that WSDL."""
    found: dict[Any, None] = {kind.body: None for kind in (*KINDS, *BESIDE)}
    for cls in found.copy():
        below(cls, found)
    return [cls for cls in found if cls.__name__ not in ("TypedValue", "FlowTestFlowVersion")]


def below(cls: Any, found: dict[Any, None]) -> None:
    for place in places(cls).values():
        if dataclasses.is_dataclass(place.inner) and place.inner not in found:
            found[place.inner] = None
            below(place.inner, found)


def official(cls: Any) -> dict[str, etree._Element]:
    return elements(CALLED.get(cls.__name__, cls.__name__))


@pytest.mark.parametrize("cls", records(), ids=lambda cls: cls.__name__)
def test_fields_stand_in_the_order_of_the_wsdl(cls: Any) -> None:
    """Names, and their order: the base type's first."""
    theirs, ours = official(cls), list(places(cls))
    assert set(ours) - set(theirs) == NOT_THERE.get(cls.__name__, set())
    known = [one for one in ours if one in theirs]
    assert known == [one for one in theirs if one in known]


@pytest.mark.parametrize("cls", records(), ids=lambda cls: cls.__name__)
def test_fields_have_the_types_of_the_wsdl(cls: Any) -> None:
    """What repeats, what is needed, and what each element holds. A double stays text, as it is written."""
    theirs = official(cls)
    for name, place in places(cls).items():
        if name not in theirs:
            continue
        element = theirs[name]
        assert place.many == (element.get("maxOccurs") == "unbounded"), name
        if element.get("minOccurs") != "0" and element.get("nillable") != "true":
            assert place.required or place.many or name in NOT_NEEDED, name
        kind, of = str(element.get("type")).split(":")
        if kind == "xsd" and of in PLAIN:
            assert place.inner is PLAIN[of], name
        elif dataclasses.is_dataclass(place.inner) and place.inner.__name__ != "TypedValue":
            assert CALLED.get(place.inner.__name__, place.inner.__name__) == of, name
        elif kind == "tns":
            assert of not in wsdl(), f"{name} holds a {of}"


def test_the_folders_are_folders() -> None:
    """Three kinds, one vocabulary: the WSDL derives each from `Folder` without adding a field."""
    for kind in KINDS:
        if kind.name.endswith("Folder"):
            assert list(places(kind.body)) == list(places(Folder))
