"""Write the reference from the code: a page names a part, this writes it.

A page says ``<!-- generated: commands -->`` where the list of commands belongs, or
``<!-- generated: module postpurchase.values.money -->`` for all that a module defines.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs

import docstrings
import drawings

MARK = re.compile(r"^<!-- generated: ([a-z_]+)(?: (.+?))? -->$", re.MULTILINE)


def expand(source: str) -> str:
    """Replace every mark in a page by what the code says."""

    def written(mark: re.Match[str]) -> str:
        write = PARTS[mark[1]]
        text: str = write(mark[2]) if mark[2] else write()
        return text

    return MARK.sub(written, source)


def public(module_name: str) -> Iterator[object]:
    """Yield what a module lists in ``__all__``, or else what it defines itself."""
    module = importlib.import_module(module_name)
    listed = getattr(module, "__all__", None)
    for name in vars(module) if listed is None else listed:
        value = getattr(module, name)
        home = getattr(value, "__module__", "")
        if not name.startswith("_") and home and home.startswith(module_name):
            yield value


def classes(module_name: str) -> list[type]:
    """List the public classes of a module or package, in its order."""
    return [value for value in public(module_name) if inspect.isclass(value)]


def functions(module_name: str) -> list[Callable[..., Any]]:
    """List the public functions of a module or package, in its order."""
    return [value for value in public(module_name) if inspect.isfunction(value)]


def plain(annotation: object) -> str:
    """Write a type as people do: without the modules that names come from."""
    shown = annotation if isinstance(annotation, str) else inspect.formatannotation(
        annotation
    )  # fmt: skip
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", shown)


SHARED = {
    "address": "Where it goes now, as a reference.",
    "amount_minor": "The amount in minor units of the order's currency.",
    "box": "The parcel's contents and how it goes.",
    "carrier": "Code of the carrier.",
    "country": "Country of the destination, ISO 3166-1 alpha-2.",
    "hold_id": "The hold.",
    "method": "How it is paid, such as `card`.",
    "parcel_id": "The parcel.",
    "payment_id": "The payment.",
    "reason": "Why, as a short code or text.",
    "refund_id": "The refund.",
    "service": "The carrier's product.",
    "tracking_number": "The carrier's number.",
}
"""What fields mean that every class would say in the same words."""


def meanings(cls: type) -> dict[str, str]:
    """Say what each field of a record means."""
    return SHARED | docstrings.arguments(cls)


def fields(cls: type) -> Iterator[str]:
    """Write one line for each field: its type, its default, what it means."""
    said_of = meanings(cls)
    for field in attrs.fields(cls):
        if not field.init:
            continue
        name = field.alias or field.name
        said = [f"`{plain(field.type)}`"]
        if field.default is not attrs.NOTHING:
            default = field.default
            made = isinstance(default, attrs.Factory)  # type: ignore[arg-type]
            said.append("made when left out" if made else f"default `{default!r}`")
        meaning = said_of.get(name, "")
        yield f"- **{name}** ({', '.join(said)}){': ' + meaning if meaning else ''}"


def record(cls: type, *, level: int = 2) -> str:
    """Write one class: what it is, its fields, its methods."""
    parts = [f"{'#' * level} {cls.__name__}"]
    if attrs.has(cls):
        parts.append(docstrings.to_markdown(cls, arguments="\n".join(fields(cls))))
    else:
        parts.append(docstrings.to_markdown(cls))
    parts.extend(methods(cls, level=level + 1))
    return "\n\n".join(part for part in parts if part)


FACE = "postpurchase.app."


def methods(cls: type, *, level: int) -> Iterator[str]:
    """Write the public methods and properties that a class itself defines.

    The face of the library is written in several parts, which count as itself.
    """
    parts = [part for part in cls.__mro__ if part.__module__.startswith(FACE)]
    found = {
        name: value for part in parts or [cls] for name, value in vars(part).items()
    }
    for name, value in found.items():
        inner = (
            value.__func__ if isinstance(value, classmethod | staticmethod) else value
        )
        if name.startswith("_") or not (inner.__doc__ or "").strip():
            continue
        if isinstance(inner, property):
            yield f"{'#' * level} {cls.__name__}.{name}"
            yield docstrings.to_markdown(inner)
        elif inspect.isfunction(inner):
            yield f"{'#' * level} {cls.__name__}.{name}"
            yield f"```python\n{call(inner, name)}\n```"
            yield docstrings.to_markdown(inner)


def call(function: Callable[..., Any], name: str) -> str:
    """Write a signature, on several lines if it is long."""
    signature = inspect.signature(function)
    wanted = [
        _shown_default(one).replace(annotation=_Plain(plain(one.annotation)))
        if one.annotation is not inspect.Parameter.empty
        else _shown_default(one)
        for one in signature.parameters.values()
        if one.name not in {"self", "cls"}
    ]
    answer = signature.return_annotation
    line = f"{name}{inspect.Signature(wanted)}"
    if answer is not inspect.Signature.empty:
        line += f" -> {plain(answer)}"
    if len(line) <= 80:
        return line
    rows = "".join(f"    {part},\n" for part in _parameters(wanted))
    return f"{name}(\n{rows}){line[line.rindex(')') + 1 :]}"


def _shown_default(one: inspect.Parameter) -> inspect.Parameter:
    """Write classes and functions that are defaults by their name."""
    if one.default is inspect.Parameter.empty:
        return one
    name = getattr(one.default, "__name__", "")
    return one.replace(default=_Plain(name)) if name else one


class _Plain:
    """An annotation that is shown as it is written."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def _parameters(wanted: Iterable[inspect.Parameter]) -> Iterator[str]:
    starred = False
    for one in wanted:
        if one.kind is one.KEYWORD_ONLY and not starred:
            starred = True
            yield "*"
        starred = starred or one.kind is one.VAR_POSITIONAL
        yield str(one)


def everything(module_name: str) -> str:
    """Write all that a module defines."""
    module = importlib.import_module(module_name)
    parts = [docstrings.to_markdown(module)]
    parts.extend(record(cls, level=2) for cls in classes(module_name))
    for function in functions(module_name):
        parts.append(f"## {function.__name__}")
        parts.append(f"```python\n{call(function, function.__name__)}\n```")
        parts.append(docstrings.to_markdown(function))
    return "\n\n".join(part for part in parts if part)


def one_class(dotted: str) -> str:
    """Write one class with its methods."""
    home, _, name = dotted.rpartition(".")
    cls: type = getattr(importlib.import_module(home), name)
    return record(cls)


def messages(module: ModuleType, listed: tuple[type, ...]) -> str:
    """Write commands or events, then the records that their fields hold."""
    helpers = [
        cls for cls in classes(module.__name__) if cls not in listed and attrs.has(cls)
    ]
    parts = [record(cls) for cls in listed]
    parts.extend(record(cls) for cls in helpers)
    return "\n\n".join(parts)


def commands(floor: str = "order") -> str:
    """Write every command on an order, or on a customer's account."""
    module = importlib.import_module(f"postpurchase.{floor}.commands")
    return messages(module, tuple(module.COMMANDS))


def events(floor: str = "order") -> str:
    """Write every event of an order, or of a customer's account."""
    module = importlib.import_module(f"postpurchase.{floor}.events")
    return messages(module, tuple(module.EVENTS))


def errors() -> str:
    """Write the tree, then every error under its code."""
    from postpurchase import errors as module

    parts = [docstrings.to_markdown(module)]
    for name in sorted(module.__all__, key=lambda one: _error(one).code):
        cls = _error(name)
        parts += [
            f"## {cls.code}",
            f"`{name}`, a `{cls.__bases__[0].__name__}`. {docstrings.summary(cls)}",
            f"> {cls.template}",
        ]
        if rows := "\n".join(f"- {step}" for step in cls.next_steps):
            parts.append(f"What to do:\n\n{rows}")
        own = [row for row in fields(cls) if not row.startswith("- **path**")]
        if rows := "\n".join(own):
            parts.append(f"Attributes:\n\n{rows}")
    return "\n\n".join(parts)


def plugin_rules() -> str:
    """Write every promise of a plugin under its id, level by level."""
    from postpurchase.testing.rules import KINDS, LEVELS, rules

    in_levels = sorted(rules().values(), key=lambda one: LEVELS.index(one.level))
    parts = []
    for rule in in_levels:
        whose = "every plugin" if rule.kinds == KINDS else ", ".join(rule.kinds)
        parts += [
            f"## {rule.rule_id}",
            f"Level *{rule.level}*, for {whose}.".replace("_", " "),
            f"- Why: {rule.why}\n- Fix: {rule.fix}",
        ]
    return "\n\n".join(parts)


def _error(name: str) -> Any:
    from postpurchase import errors as module

    return getattr(module, name)


def hooks() -> str:
    """Write every hook with its signature, as an author implements it."""
    from postpurchase.hooks import specs

    parts = []
    for function in functions(specs.__name__):
        name = function.__name__
        parts += [
            f"## {name}",
            f"```python\n@hookimpl\ndef {call(function, name)}: ...\n```",
            docstrings.to_markdown(function),
        ]
    return "\n\n".join(parts)


def protocols() -> str:
    """Write every Protocol that a registered object follows."""
    from postpurchase.hooks.protocols import KINDS

    return "\n\n".join(record(kind) for kind in KINDS.values())


def tracking_codes() -> str:
    """Write the vocabulary of tracking as a table."""
    from postpurchase.tracking.vocabulary import CODES

    rows = ["| code | meaning | severity | who acts | end |", "|---|---|---|---|---|"]
    rows += [
        f"| `{one.code}` | {one.label} | {one.severity} | {one.action_by} | "
        f"{'yes' if one.terminal else ''} |"
        for one in CODES.values()
    ]
    return "\n".join(rows)


def tracking_maps() -> str:
    """Write the tables of carriers' words, one section for each source."""
    from postpurchase import carrier_words

    written = []
    for source in carrier_words.sources():
        written.append(f"## {source}\n")
        for kind, words in carrier_words.load(source).tables.items():
            rows = (
                f"| `{word}` | {f'`{m.code}`' if m.code else '–'} "
                f"| {m.reason} | {m.note} |"
                for word, m in words.items()
            )
            head = f"| {kind} | code | reason | note |\n| --- | --- | --- | --- |"
            written.append("\n".join((head, *rows)) + "\n")
    return "\n".join(written)


def command_line() -> str:
    """Write every command of the command line with its options."""
    from typer.main import get_command

    from postpurchase.cli.application import app

    return "\n\n".join(_walk(get_command(app), None, "postpurchase"))


def _walk(command: Any, above: Any, name: str) -> Iterator[str]:
    context = command.context_class(command, parent=above, info_name=name)
    yield f"## {context.command_path}"
    yield inspect.cleandoc(command.help or "").replace("\b\n", "")
    shown = (one.get_help_record(context) for one in command.get_params(context))
    rows = "\n".join(f"- `{said[0]}`: {said[1]}" for said in shown if said)
    if rows:
        yield rows
    for inner_name, inner in getattr(command, "commands", {}).items():
        if not inner.hidden:
            yield from _walk(inner, context, inner_name)


def csv_columns() -> str:
    """Write the columns of an order file as a table."""
    from postpurchase.adapters.csv_columns import COLUMNS

    rows = ["| column | | of | meaning | example |", "|---|---|---|---|---|"]
    rows += [
        f"| `{one.name}` | {'needed' if one.needed else ''} | {one.level} "
        f"| {one.meaning} | {f'`{one.example}`' if one.example else ''} |"
        for one in COLUMNS
    ]
    return "\n".join(rows)


def settings() -> str:
    """Write what the built-in plugins read from the environment, as a table."""
    from postpurchase.hooks import load_plugins
    from postpurchase.hooks.settings import settings_of

    over_the_network = (
        "postpurchase.plugins.inpost",
        "postpurchase.plugins.nova_poshta",
    )
    plugins = load_plugins(over_the_network, entry_points=False)
    registered = [
        *(("channel", code, one) for code, one in sorted(plugins.channels.items())),
        *(("carrier", code, one) for code, one in sorted(plugins.carriers.items())),
    ]
    rows = ["| variable | what | of | needed | secret |", "|---|---|---|---|---|"]
    for kind, code, plugin in registered:
        rows += [
            f"| `{one.variable}` | {one.name} | {kind} `{code}` "
            f"| {'yes' if one.required else ''} | {'yes' if one.secret else ''} |"
            for one in settings_of(plugin)
        ]
    return "\n".join(rows)


def changelog() -> str:
    """Copy the releases from the changelog of the repository."""
    written = Path(__file__).parents[2].joinpath("CHANGELOG.md")
    return "## " + written.read_text(encoding="utf-8").partition("\n## ")[2].strip()


PARTS: dict[str, Callable[..., str]] = {
    "changelog": changelog,
    "class": one_class,
    "command_line": command_line,
    "commands": commands,
    "csv_columns": csv_columns,
    "errors": errors,
    "events": events,
    "hooks": hooks,
    "machine": drawings.machine,
    "module": everything,
    "plugin_rules": plugin_rules,
    "protocols": protocols,
    "settings": settings,
    "tracking_codes": tracking_codes,
    "tracking_maps": tracking_maps,
}
