"""The options that every command has, before or after its name."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from postpurchase.cli.printing import results_apart
from postpurchase.cli.session import Session

Store = Annotated[
    str,
    typer.Option(
        "--store", metavar="URL", help="The store, such as sqlite:///shop.db."
    ),
]
OrderName = Annotated[
    str, typer.Argument(metavar="ORDER", help="Its id, or its name such as '#1001'.")
]

_SHARED: dict[str, tuple[Any, object]] = {
    "json": (
        Annotated[bool, typer.Option("--json", help="Write one JSON document.")],
        False,
    ),
    "plugin": (
        Annotated[
            list[Path],
            typer.Option(
                "--plugin",
                metavar="FILE",
                help="A Python file that is a plugin; may be repeated.",
            ),
        ],
        [],
    ),
    "strict": (
        Annotated[
            bool,
            typer.Option("--strict", help="Stop at the first fault of a plugin."),
        ],
        False,
    ),
    "trace_plugins": (
        Annotated[
            bool,
            typer.Option("--trace-plugins", help="Show each call of a plugin."),
        ],
        False,
    ),
    "debug": (
        Annotated[bool, typer.Option("--debug", help="Show tracebacks of errors.")],
        False,
    ),
}


def with_session(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the shared options; it gets them as its `Session`.

    Args:
        function: The command, whose first argument is the session; it may take
            the parser's ``context``, too.
    """
    own = dict(inspect.signature(function, eval_str=True).parameters)
    del own[next(iter(own))]
    wants_context = own.pop("context", None) is not None

    @functools.wraps(function)
    def command(*, context: typer.Context, **given: Any) -> None:
        said = {name: given.pop(name) for name in _SHARED}
        said["plugin"] = tuple(said["plugin"])
        session = (context.obj or Session()).joined(Session(**said))
        context.obj = session
        if wants_context:
            given["context"] = context
        with results_apart():
            function(session, **given)

    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [
        inspect.Parameter("context", keyword, annotation=typer.Context),
        *(one.replace(kind=keyword) for one in own.values()),
        *(
            inspect.Parameter(name, keyword, annotation=kind, default=default)
            for name, (kind, default) in _SHARED.items()
        ),
    ]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    return command
