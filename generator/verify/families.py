"""Every rule that is judged, by family: one module a family, its rules in the order of the catalogue."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from generator.verify.rule import Rule

FAMILIES = (
    "flow_structure",
    "flow_settings",
    "flow_start",
    "flow_entry",
    "flow_record",
    "flow_before_save",
    "flow_paths",
    "flow_schedules",
    "flow_data",
    "flow_logic",
    "flow_calls",
    "flow_resources",
    "flow_formulas",
    "flow_orchestration",
    "flow_tests",
    "flow_versions",
    "flow_graph",
    "intake",
    "edges",
    "calendars",
    "budgets",
    "privacy",
    "formulas",
    "fields",
    "field_types",
    "relations",
    "picklists",
    "objects",
    "case_rules",
    "people",
    "reports",
    "dashboards",
    "permissions",
    "messages",
    "layouts",
    "packages",
    "schema",
)
"""Modules of `generator.verify.rules`."""


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by code."""
    found: dict[str, Rule] = {}
    for family in FAMILIES:
        module = import_module(f"generator.verify.rules.{family}")
        for one in vars(module).values():
            if isinstance(one, Rule):
                if one.code in found and found[one.code] is not one:
                    raise ValueError(f"two rules are called {one.code}")
                found[one.code] = one
    return found
