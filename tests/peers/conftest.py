"""The packages, and the Node that runs the peers; without it these tests skip with the reason, which CI counts as a
failure."""

from pathlib import Path

import pytest

from tests.peers import node
from tests.peers.projects import SPECS, build


@pytest.fixture(scope="session")
def program() -> str:
    found, reason = node.node()
    if found is None:
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def projects(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every package, built once."""
    folder = tmp_path_factory.mktemp("projects")
    return [build(spec, folder) for spec in SPECS]


@pytest.fixture(scope="session", params=range(len(SPECS)), ids=[spec.stem for spec in SPECS])
def project(request: pytest.FixtureRequest, projects: list[Path]) -> Path:
    """One package after the other."""
    return projects[request.param]
