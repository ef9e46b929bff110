"""`carepath check` at the command line: what depends on a day, and only where one is given."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.front.planting import written
from tests.front.small import small


@pytest.fixture
def spec(tmp_path: Path) -> str:
    path = tmp_path / "small.yaml"
    tree = small()
    tree["calendars"]["working"]["holidays"] = ["2026-12-28", "2026-12-25"]
    tree["personas"]["clerk"] = {"label": "Clerk", "teams": ["desk"]}
    path.write_text(written(tree), encoding="utf-8")
    return str(path)


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def test_holidays_that_are_over_are_told(spec: str) -> None:
    result = check(spec, "--today", "2026-12-29")

    assert result.exit_code == 0
    assert "CP326" in result.stderr
    assert "`working` was 2026-12-28" in result.stderr


def test_with_strict_they_fail(spec: str) -> None:
    assert check(spec, "--today", "2026-12-29", "--strict").exit_code == 1


def test_the_last_holiday_itself_is_not_past(spec: str) -> None:
    assert check(spec, "--today", "2026-12-28", "--strict").exit_code == 0


def test_without_a_date_no_date_counts(spec: str) -> None:
    result = check(spec, "--strict")

    assert (result.exit_code, result.stderr) == (0, "")


def test_a_build_takes_no_date(spec: str, tmp_path: Path) -> None:
    built = CliRunner().invoke(main, ["build", spec, "-o", str(tmp_path / "output"), "--today", "2026-12-29"])

    assert built.exit_code == 2


def test_what_is_no_date_is_refused(spec: str) -> None:
    assert check(spec, "--today", "tomorrow").exit_code == 2
