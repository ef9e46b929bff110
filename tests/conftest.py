"""What every test shares: where the reference material lies, and that nothing is skipped in CI."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the frozen texts from what is printed now")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference cases: CAREPATH_SHARED, or `shared` beside the checkout. Skips where it is missing."""
    folder = Path(os.environ.get("CAREPATH_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("the reference cases are not beside this checkout (set CAREPATH_SHARED)")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI every peer and every reference case is there: a skip means that something was not checked."""
    report = yield
    if os.environ.get("CAREPATH_CI") == "1" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report
