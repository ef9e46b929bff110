"""The longest identifiers that a spec may have are read by formulas that fit."""

import copy
from pathlib import Path
from typing import Any

import pytest

from generator.compiler import understand
from generator.lower.assemble import assemble
from generator.lower.flows.intake import intake
from generator.lower.naming import names_of
from tests.front.planting import written
from tests.front.small import SMALL

LONGEST: dict[str, dict[str, Any]] = {
    "behind letters": {"written": ["CH" + "9" * 13]},
    "two behind letters": {"written": ["CH" + "9" * 6, "CH" + "9" * 6]},
    "without letters": {"written": ["9" * 40]},
    "with a check digit": {"written": ["9" * 22], "check": "luhn"},
    "with gaps": {"written": ["9999999 9999999 9999999 9999999 99999999"]},
    "many": {"written": [chr(ord("A") + number) + "9" * 39 for number in range(14)]},
}


@pytest.mark.parametrize("said", LONGEST)
def test_the_longest_identifier_is_read(said: str, tmp_path: Path) -> None:
    tree = copy.deepcopy(SMALL)
    del tree["scenarios"]  # their patients' records have charts of another shape
    tree["identifiers"]["chart"] = {"label": "Chart number", **LONGEST[said]}
    path = tmp_path / "small.yaml"
    path.write_text(written(tree), encoding="utf-8")
    process = understand(str(path)).resolved.process

    flow = assemble(intake(process, names_of(process)))

    assert "Try_chart" in str(flow)
