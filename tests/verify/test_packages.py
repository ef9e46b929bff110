"""The packages that Carepath builds break none of the rules of flows and of their tests."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from generator.compiler import compile_spec, understand
from generator.verify.verifying import verify
from tests.metadata.packages import SPECS

FAMILIES = ("FLOW-", "FTEST-")


@cache
def files(spec: Path) -> Mapping[str, bytes]:
    return compile_spec(understand(str(spec)))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_a_package_is_clean(spec: Path) -> None:
    found = verify(files(spec))
    assert [(one.span.path, one.span.line, one.code) for one in found if one.code.startswith(FAMILIES)] == []
    assert sum(path.endswith(".flow-meta.xml") for path in files(spec)) >= 10
