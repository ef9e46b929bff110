"""What stands around the components: manifests, the project file, the scratch-org definition, the way back."""

import fnmatch
import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from generator.compiler import compile_spec, understand
from generator.lower.scratch import scratch
from generator.metadata.component import Component, component
from generator.metadata.folders import EmailFolder, ReportFolder
from generator.metadata.messages import EmailTemplate
from generator.metadata.registry import FLOW_DEFINITION, PACKAGE, member_of
from generator.packaging import project
from generator.reading import read, read_files
from generator.rendering import render
from generator.schemas.validation import validate
from tests.packaging.building import ROOT, SPECS

SCHEMAS = ROOT / "tests" / "peers" / "node_modules" / "@salesforce" / "schemas"
LACKING = "HealthCloudUser"
"""A feature that the platform has and the published schema lacks (Salesforce DX guide)."""


@pytest.fixture(scope="module", params=SPECS, ids=lambda path: path.stem)
def built(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return compile_spec(understand(str(request.param)))


def listed(content: bytes) -> set[tuple[str, str]]:
    found = read(content, "package", PACKAGE).component.body
    return {(one.name, member) for one in found.types for member in one.members}  # type: ignore[union-attr]


def components(files: dict[str, bytes], below: str = "") -> set[tuple[str, str]]:
    found = read_files({path: content for path, content in files.items() if path.startswith(below)}).found
    return {member_of(one.read.component) for one in found}


def directories(files: dict[str, bytes]) -> list[str]:
    return [one["path"] for one in json.loads(files["sfdx-project.json"])["packageDirectories"]]


def test_each_directory_has_its_manifest(built: dict[str, bytes]) -> None:
    """A manifest lists what its directory holds; the whole one lists all, each once; one directory is the default."""
    names = directories(built)
    assert names[:2] == ["foundation", "workflow"]
    for name in names:
        assert listed(built[f"manifest/{name}.xml"]) == components(built, f"{name}/")
    assert listed(built["manifest/package.xml"]) == components(built)
    assert [one["default"] for one in json.loads(built["sfdx-project.json"])["packageDirectories"]].count(True) == 1
    assert {path.partition("/")[0] for path in built if "/main/default/" in path} == set(names)


def test_switching_off_names_every_flow_and_deletes_nothing(built: dict[str, bytes]) -> None:
    flows = {name for kind, name in components(built) if kind == "Flow"}
    files = {path: content for path, content in built.items() if path.startswith("deactivate/")}

    assert listed(files.pop("deactivate/package.xml")) == {("FlowDefinition", name) for name in flows}
    assert set(files) == {f"deactivate/flowDefinitions/{name}.flowDefinition" for name in flows}
    for content in files.values():
        found = read(content, "", FLOW_DEFINITION).component
        assert found.body.activeVersionNumber == 0  # type: ignore[union-attr]
        assert render(found) == content
        assert validate(content) == ()
    assert not [path for path in built if "destructive" in path.lower()]


def test_what_the_org_has_already_is_kept_before(built: dict[str, bytes]) -> None:
    """Files that belong to the org as much as to us."""
    kept = listed(built["manifest/before.xml"])
    assert ("AssignmentRules", "Case") in kept
    assert kept <= components(built)
    assert {kind for kind, _ in kept} <= {"AssignmentRules", "SharingRules", "Workflow"}


def test_the_scratch_org_has_what_is_expected(built: dict[str, bytes]) -> None:
    definition = json.loads(built["config/project-scratch-def.json"])
    if (SCHEMAS / "project-scratch-def.schema.json").is_file():
        schema = json.loads((SCHEMAS / "project-scratch-def.schema.json").read_text(encoding="utf-8"))
        known = {**definition, "features": [one for one in definition["features"] if one != LACKING]}
        jsonschema.validate(known, schema)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(definition, schema)
    assert definition["edition"] == "Enterprise"
    assert {"HealthCloudAddOn", "PersonAccounts", "DefaultWorkflowUser"} <= set(definition["features"])
    assert definition["objectSettings"] == {"case": {"sharingModel": "private"}}
    assert definition["settings"]["partyDataModelSettings"] == {"enableConsentManagement": True}
    assert "pathAssistantSettings" not in definition["settings"]


def test_the_project_file_is_what_salesforce_says(built: dict[str, bytes]) -> None:
    if not SCHEMAS.is_dir():
        pytest.skip("the peers are not installed (run `npm ci` in tests/peers)")
    schema = json.loads((SCHEMAS / "sfdx-project.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(built["sfdx-project.json"]), schema)


def test_an_org_without_features_asks_for_none() -> None:
    """Only what `expects` needs: person accounts cannot be taken back."""
    process = understand(str(SPECS[0])).resolved.process
    expects = replace(process.expects, path=True, person_accounts=False, consent=False, case_sharing=None)
    definition = scratch(replace(process, expects=expects))

    assert "PersonAccounts" not in definition["features"]
    assert definition["settings"].keys() == {"emailAdministrationSettings", "pathAssistantSettings"}
    assert "objectSettings" not in definition


def test_nothing_that_deploys_is_ignored(built: dict[str, bytes]) -> None:
    """`.forceignore` names papers and leavings, never a component."""
    patterns = [one for one in built[".forceignore"].decode().split("\n") if one and not one.startswith("#")]
    for path in built:
        is_ignored = any(fnmatch.fnmatch(path, one) or fnmatch.fnmatch(path, f"**/{one}") for one in patterns)
        assert not (is_ignored and "/main/default/" in path), path


def test_content_and_folders_come_out_right() -> None:
    """A template's text lies beside its file, its folder has a file, and a manifest lists both as templates."""
    template = EmailTemplate(available=True, encodingKey="UTF-8", name="T", style="none", subject="S", type="text")
    made: tuple[Component, ...] = (
        component("ABC", EmailFolder(name="ABC")),
        component("ABC/T", template, content=b"Hello {!Case.CaseNumber}\n"),
        component("ABC_Reports", ReportFolder(name="Reports")),
    )
    none: dict[str, Any] = {}
    files = project("p", {"foundation": made}, none, none, none)

    assert files["foundation/main/default/email/ABC/T.email"] == b"Hello {!Case.CaseNumber}\n"
    assert "foundation/main/default/email/ABC/T.email-meta.xml" in files
    assert "foundation/main/default/email/ABC.emailFolder-meta.xml" in files
    assert listed(files["manifest/package.xml"]) == {
        ("EmailTemplate", "ABC"),
        ("EmailTemplate", "ABC/T"),
        ("Report", "ABC_Reports"),
    }
    assert "manifest/before.xml" not in files
    assert not [path for path in files if path.startswith("deactivate/")]
