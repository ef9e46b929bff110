"""The committed schema is what the script derives, and knows every kind that the package knows."""

from pathlib import Path

import pytest
import simple_salesforce
from click.testing import CliRunner
from lxml import etree

from generator.metadata.registry import BESIDE, KINDS, Kind
from generator.schemas import derive, wsdl
from generator.schemas.model import content
from generator.schemas.validation import SCHEMA

WSDL = Path(simple_salesforce.__file__).parent / "metadata.wsdl"
DECLARATIONS = (
    Path(__file__).parent.parent / "peers" / "node_modules" / "@salesforce" / "types" / "lib" / "metadata.d.ts"
)
XSD = "{http://www.w3.org/2001/XMLSchema}"


def test_committed_schema_is_derived(tmp_path: Path) -> None:
    if not DECLARATIONS.is_file():
        pytest.skip("the peers are not installed (run `npm ci` in tests/peers)")
    output = tmp_path / "derived.xsd"
    done = CliRunner().invoke(derive.command, [str(WSDL), "--types", str(DECLARATIONS), "-o", str(output)])
    assert (done.exit_code, done.output) == (0, "")
    assert output.read_bytes() == SCHEMA.read_bytes()


def test_an_orgs_wsdl_alone_is_enough(tmp_path: Path) -> None:
    """An org of API 66 or later needs no declarations; this one is older, and still gives a schema that loads."""
    output = tmp_path / "derived.xsd"
    done = CliRunner().invoke(derive.command, [str(WSDL), "-o", str(output)])
    assert (done.exit_code, done.output) == (0, "")
    etree.XMLSchema(etree.parse(output))


@pytest.mark.parametrize("kind", [*KINDS, *BESIDE], ids=lambda kind: kind.name)
def test_every_kind_is_a_root(kind: Kind) -> None:
    roots = {one.get("name") for one in etree.parse(SCHEMA).getroot().iterchildren(f"{XSD}element")}
    assert kind.name in roots


def test_the_elements_of_a_base_come_first() -> None:
    types = wsdl.read(WSDL.read_bytes())
    names = [element.name for element in content("FlowStart", types)]
    assert names[:7] == [
        "processMetadataValues",
        "description",
        "name",
        "elementSubtype",
        "label",
        "locationX",
        "locationY",
    ]
