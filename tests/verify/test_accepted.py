"""What orgs were seen to hold is no error.

`accepted/<slug>/` is a tree in the words of this project with what a public project holds that is deployed or retrieved
as it is: warnings are right, errors are not.
"""

from pathlib import Path

import pytest

from generator.verify.verifying import verify
from tests.verify.test_examples import files_of, shown

ACCEPTED = sorted((Path(__file__).resolve().parent / "accepted").iterdir())


@pytest.mark.parametrize("example", ACCEPTED, ids=lambda path: path.name)
def test_what_an_org_holds_is_no_error(example: Path) -> None:
    files, beside = files_of(example)
    found = verify(files, beside)
    assert shown(tuple(one for one in found if one.severity == "error")) == []
    assert found
