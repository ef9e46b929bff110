"""What Salesforce does not document or documents twice: one switch each, with the default that is best attested
(runtime-semantics section 7). A run names the switches that it depended on."""

from typing import Literal

from generator.frozen import record


@record
class Switches:
    after_save_reentry: Literal["skip", "rerun_if_criteria", "max2"] = "skip"
    after_save_record_refresh: Literal["reread", "snapshot"] = "reread"
    before_save_formula_fields: Literal["recompute", "stale", "error"] = "recompute"
    null_traversal: Literal["null", "fault"] = "null"
    null_record_field_access: Literal["fault", "null"] = "fault"
    update_null_in_record_variable: Literal["write", "skip"] = "write"
    flow_null_arithmetic: Literal["zero", "null"] = "zero"
    flow_number_scale_rounding: Literal["half_up", "truncate"] = "half_up"
    text_render_dates: Literal["iso", "en_US"] = "iso"
    no_active_rule_rest: Literal["default_owner", "untouched"] = "default_owner"
    round_on_api_write: bool = False
    escalation_tick_minutes: int = 0
    scheduled_date_only_zone: Literal["org", "user", "gmt"] = "org"
    notify_on_commit: bool = True
    query_without_sort: Literal["oldest_first", "newest_first"] = "oldest_first"
    trim_tabs: bool = True
    roll_up_without_children: Literal["zero", "blank"] = "zero"
    outcome_not_taken: Literal["false", "null"] = "false"


GRADES = {
    "after_save_reentry": "A", "after_save_record_refresh": "D", "before_save_formula_fields": "B",
    "null_traversal": "D", "null_record_field_access": "B", "update_null_in_record_variable": "C",
    "flow_null_arithmetic": "D",
    "flow_number_scale_rounding": "D", "text_render_dates": "D", "no_active_rule_rest": "A", "round_on_api_write": "A",
    "escalation_tick_minutes": "B", "scheduled_date_only_zone": "D", "notify_on_commit": "D", "query_without_sort": "A",
    "trim_tabs": "A", "roll_up_without_children": "C", "outcome_not_taken": "D",
}  # fmt: skip
"""How well the default of each is attested."""

ALTERNATIVES: dict[str, tuple[str | bool | int, ...]] = {
    "after_save_reentry": ("rerun_if_criteria", "max2"), "after_save_record_refresh": ("snapshot",),
    "before_save_formula_fields": ("stale", "error"), "null_traversal": ("fault",),
    "null_record_field_access": ("null",), "update_null_in_record_variable": ("skip",),
    "flow_null_arithmetic": ("null",),
    "flow_number_scale_rounding": ("truncate",), "text_render_dates": ("en_US",), "no_active_rule_rest": ("untouched",),
    "round_on_api_write": (True,), "escalation_tick_minutes": (15,), "scheduled_date_only_zone": ("user", "gmt"),
    "notify_on_commit": (False,), "query_without_sort": ("newest_first",), "trim_tabs": (False,),
    "roll_up_without_children": ("blank",), "outcome_not_taken": ("null",),
}  # fmt: skip
"""The other values of each: a design that gives the same outcome under all of them does not rest on any."""
