"""The entry point: as little as possible before it is known what is wanted."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from postpurchase import __version__

        print(f"postpurchase {__version__}")
        sys.exit(0)
    try:
        import typer  # noqa: F401 - says early whether the extra is installed
    except ModuleNotFoundError:
        sys.exit(_without_extra(arguments))
    from postpurchase.cli.running import run

    sys.exit(run(arguments))


def _without_extra(arguments: list[str]) -> int:
    from postpurchase.cli.failures import report
    from postpurchase.errors import MissingExtra

    fault = MissingExtra(feature="The command line", extra="cli")
    report(fault, as_json="--json" in arguments)
    return 1


if __name__ == "__main__":
    main()
