"""The command line: names of commands and where each one lives. Commands are imported when they are called, so that
`carepath --help` does not load the compiler."""

import importlib

import click

from generator import __version__

COMMANDS = {
    "build": "compile specs into Salesforce projects",
    "check": "say what is wrong with a spec, and write nothing",
    "explain": "the manual page of a diagnostic's code",
    "map-findings": "show what others found in a generated tree at the lines of its spec",
    "prove": "compare the generated metadata with the spec's meaning, history by history",
    "schema": "JSON Schema of the spec language, for editors",
    "simulate": "play one history on the generated metadata, and tell what people see",
    "show": "a spec's meaning as text: the process, and who gets what when",
    "test": "run a spec's scenarios and examples",
    "verify": "say what an org would refuse of a tree of metadata",
    "where": "which layer set a value",
}
"""Every command is `generator/commands/<name>.py`, underscores for hyphens, with a click command `command` in it."""


class LazyGroup(click.Group):
    """A group whose commands are modules, loaded on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"generator.commands.{cmd_name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="carepath")
def main() -> None:
    """Compile one YAML spec of a patient-inquiry workflow into Salesforce metadata, and prove the result."""


if __name__ == "__main__":
    main()
