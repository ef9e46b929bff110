"""What flows of one object come to together, where an example with a mark cannot say it."""

from pathlib import Path

from generator.verify.verifying import verify

ORDER = Path(__file__).resolve().parent / "examples" / "BUDGET-004-order"
FLOWS = "main/default/flows"


def test_a_flow_is_told_once_of_all_that_it_collides_with() -> None:
    late = (ORDER / FLOWS / "Late.flow-meta.xml").read_bytes()
    found = verify({f"{FLOWS}/Flow_{name}.flow-meta.xml": late for name in "ABCDE"})
    messages = [one.message for one in found if one.code == "BUDGET-004"]
    rest = "`priority` too at the same moment, and no order says which comes last"
    assert messages == [
        f"`Flow_A` writes {rest}",
        f"`Flow_A` and `Flow_B` write {rest}",
        f"`Flow_A` and `Flow_B` and `Flow_C` write {rest}",
        f"`Flow_A` and `Flow_B` and 2 others write {rest}",
    ]
