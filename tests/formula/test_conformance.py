"""The engine against rows of Salesforce's own, which lie beside the checkout."""

from pathlib import Path

import pytest

from tests.conformance.formula import LEAST_SHARE, check


@pytest.mark.parametrize("name", ["formula-cases.jsonl", "formula-literals.jsonl"])
def test_rows(shared: Path, name: str) -> None:
    for mode, passed, failed, by_function in check([str(shared / "cases" / name)], show=False):
        assert passed + failed > 200, mode
        assert passed >= LEAST_SHARE * (passed + failed), (mode, by_function)
