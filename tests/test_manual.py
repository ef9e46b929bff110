"""Every code that the package can print has its manual page, and no page is left of a code that is gone."""

import re
from pathlib import Path

from click.testing import CliRunner

from generator.cli import main
from generator.manual import PAGES

PACKAGE = Path(__file__).resolve().parent.parent / "generator"


def test_every_code_has_a_page() -> None:
    used = {
        code
        for path in PACKAGE.rglob("*.py")
        if path.name != "manual.py"
        for code in re.findall(r'"(CP\d{3})"', path.read_text(encoding="utf-8"))
    }

    assert used == set(PAGES)


def test_explain_prints_the_page() -> None:
    result = CliRunner().invoke(main, ["explain", "cp304"])

    assert result.exit_code == 0
    assert "only_to" in result.output


def test_explain_proposes_a_code_that_exists() -> None:
    result = CliRunner().invoke(main, ["explain", "CP999"])

    assert result.exit_code == 1
    assert "no code" in result.output
