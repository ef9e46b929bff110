"""Names that the package keeps for itself cannot be taken by a spec."""

from pathlib import Path

import pytest

from generator.compiler import compile_spec, understand
from generator.diagnostics import Rejected
from generator.lower.naming import WORKFLOW_FIELDS
from tests.front.small import SMALL


def refused(folder: Path, spec: str) -> list[tuple[str, int]]:
    path = folder / "small.yaml"
    path.write_text(spec, encoding="utf-8")
    with pytest.raises(Rejected) as rejected:
        compile_spec(understand(str(path)))
    return [(one.code, one.span.line) for one in rejected.value.diagnostics]


@pytest.mark.parametrize("id", WORKFLOW_FIELDS)
def test_no_field_has_the_id_of_a_field_of_ours(tmp_path: Path, id: str) -> None:
    found = refused(tmp_path, f"{SMALL}fields:\n  {id}: {{label: Mine}}\n")

    assert ("CP213", SMALL.count("\n") + 2) in found


def test_no_field_has_the_name_of_a_field_of_ours(tmp_path: Path) -> None:
    found = refused(tmp_path, f"{SMALL}fields:\n  mine: {{label: Mine, api_name: abc_category__c}}\n")

    assert found == [("CP213", SMALL.count("\n") + 2)]


def test_no_persona_has_the_name_of_a_permission_of_ours(tmp_path: Path) -> None:
    found = refused(tmp_path, SMALL.replace("clerk:", "override:"))

    assert {code for code, _ in found} == {"CP213"}
