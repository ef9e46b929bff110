"""A report that no org takes is refused before it is made: the check counts what the filter will hold."""

import random

import pytest

from generator.lower.report_filters import report_filter
from generator.process.checks.reports import items
from tests.lowering.test_report_filters import CONDITIONS, a_condition, columns
from tests.specs.loaded import ORGANISATIONS, resolved


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_no_filter_has_more_items_than_the_check_counts(name: str) -> None:
    """Nor fewer, but for the few that say the same in other words."""
    process = resolved(name).process
    needed = {one.id: one.when for one in process.consents}
    dice, exact = random.Random(5), 0
    for _ in range(CONDITIONS):
        where = a_condition(process, dice)
        made = len(report_filter(where, process.identity.id, columns(name)).criteriaItems)
        counted = len(items(where, needed, wanted=True)) + 1

        assert made <= counted
        exact += made == counted
    assert exact > CONDITIONS * 0.9
