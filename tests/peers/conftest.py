"""The Node that runs the peers; without it these tests skip with the reason, which CI counts as a failure."""

from pathlib import Path

import pytest

from tests.peers import node


@pytest.fixture(scope="session")
def program() -> str:
    found, reason = node.node()
    if found is None:
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")
