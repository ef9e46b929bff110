"""Many specs in one call: each its project, nothing written where two would become one, and a bar for people only."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from generator.cli import main
from tests.bench.making import clients, copied
from tests.packaging.building import ROOT

SMALLER = "carepath: 1\nextends: [specs/northgate.yaml]\nworkflow: {{prefix: {}}}\n"


def layer(folder: Path, name: str, prefix: str) -> str:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(SMALLER.format(prefix).replace("[specs/", "[../specs/" if "/" in name else "[specs/"))
    return str(path)


def test_each_client_is_built(tmp_path: Path) -> None:
    """Layers that a consultant would write; each becomes what it becomes alone."""
    specs = clients(tmp_path, 3)
    together = CliRunner().invoke(main, ["build", *map(str, specs), "-o", str(tmp_path / "out")])
    assert together.exit_code == 0, together.output
    alone = CliRunner().invoke(main, ["build", str(specs[1]), "-o", str(tmp_path / "out"), "--check"])

    assert [line.partition(":")[0].rpartition("/")[2] for line in together.stdout.split("\n")[:-1]] == [
        one.stem for one in specs
    ]
    assert alone.exit_code == 0
    assert " 0 differ" in alone.stdout


def test_two_prefixes_alike_are_refused_at_their_lines(tmp_path: Path) -> None:
    """Whatever the case of their letters, from different files; and nothing is written."""
    copied(tmp_path)
    specs = [layer(tmp_path, "a.yaml", "ABC"), layer(tmp_path, "b.yaml", "XYZ"), layer(tmp_path, "c.yaml", "abc")]
    result = CliRunner().invoke(main, ["build", *specs, "-o", str(tmp_path / "out")])

    assert result.exit_code == 1
    assert result.stderr.count("error[CP560]") == 1
    assert "c.yaml:3:20" in result.stderr
    assert "a.yaml:3:20" in result.stderr
    assert not (tmp_path / "out").exists()


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    copied(tmp_path)
    specs = [layer(tmp_path, "north/ward.yaml", "ABC"), layer(tmp_path, "south/Ward.yaml", "XYZ")]
    result = CliRunner().invoke(main, ["build", *specs, "-o", str(tmp_path / "out")])

    assert result.exit_code == 1
    assert "have the file name `Ward`" in result.stderr
    assert not (tmp_path / "out").exists()


def test_what_is_wrong_with_any_of_them_is_said_of_all(tmp_path: Path) -> None:
    copied(tmp_path)
    good, bad, worse = (layer(tmp_path, f"{name}.yaml", name.upper()) for name in ("aa", "bb", "cc"))
    for path, more in ((bad, "categries: []\n"), (worse, "colour: red\n")):
        with open(path, "a", encoding="utf-8") as file:
            file.write(more)
    result = CliRunner().invoke(main, ["build", good, bad, worse, "-o", str(tmp_path / "out")])

    assert result.exit_code == 1
    assert re.findall(r"error\[(\w+)\]", result.stderr) == ["CP111", "CP111"]
    assert not (tmp_path / "out").exists()


def test_a_finding_in_a_shared_layer_is_said_once(tmp_path: Path) -> None:
    copied(tmp_path)
    shared = tmp_path / "specs" / "northgate.yaml"
    text = shared.read_text(encoding="utf-8")
    shared.write_text(text.replace("word_lists:\n", "word_lists:\n  idle: {words: [zeppelin]}\n", 1), encoding="utf-8")
    specs = [layer(tmp_path, "a.yaml", "ABC"), layer(tmp_path, "b.yaml", "XYZ")]
    result = CliRunner().invoke(main, ["build", *specs, "-o", str(tmp_path / "out")])

    assert result.exit_code == 0, result.output
    assert result.stderr.count("`idle` is used nowhere") == 1


def test_a_pipe_gets_no_bar_and_a_terminal_does(tmp_path: Path) -> None:
    copied(tmp_path)
    specs = [layer(tmp_path, "a.yaml", "ABC"), layer(tmp_path, "b.yaml", "XYZ")]
    command = [sys.executable, "-m", "generator", "build", *specs, "-o", str(tmp_path / "out")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}

    piped = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    terminal, end = pty.openpty()
    shown = subprocess.run([*command, "--check"], env=environment, stdout=subprocess.PIPE, stderr=end, check=True)
    os.close(end)
    seen = os.read(terminal, 100_000).decode()
    os.close(terminal)

    assert "building" not in piped.stderr + piped.stdout
    assert "\r" not in piped.stderr
    assert "building" in seen
    assert "100%" in seen
    assert shown.stdout.decode().count(" 0 differ") == 2
