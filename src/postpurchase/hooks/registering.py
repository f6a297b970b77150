"""Asking one plugin what it registers, and checking each object."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import attrs

from postpurchase.errors import PluginNotLoaded
from postpurchase.hooks.checking import marked
from postpurchase.hooks.loading import Origin, not_loaded
from postpurchase.hooks.protocols import KINDS
from postpurchase.hooks.specs import hookimpl
from postpurchase.hooks.tracing import Trace, traced

_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")

_KIND_OF_HOOK = {
    "register_carriers": "carrier",
    "register_channels": "channel",
    "register_personalizers": "personalizer",
    "register_return_policies": "return_policy",
    "register_order_sources": "order_source",
    "register_stocks": "stock",
    "register_fulfilment_partners": "fulfilment_partner",
    "register_duty_calculators": "duty_calculator",
    "register_payment_gateways": "payment_gateway",
}


@attrs.frozen
class Registered:
    """One object under its kind and code."""

    kind: str
    code: str
    registered: Any


def collect(plugin: object, origin: Origin, trace: Trace | None) -> list[Registered]:
    """Call the registration hooks of one plugin and check what comes.

    Raises:
        PluginNotLoaded: A hook raises, or an object is not of its kind.
    """
    collected: list[Registered] = []
    for name, function in marked(plugin):
        kind = _KIND_OF_HOOK.get(name)
        if kind is None:
            continue
        call = traced(function, f"{origin.name}: {name}", trace) if trace else function
        objects: list[object] = []
        try:
            call(objects.append)
        except KeyboardInterrupt:
            raise
        except BaseException as fault:
            raise not_loaded(origin, fault, f"Correct its {name}.") from fault
        for one in objects:
            code = _checked_code(kind, one, origin)
            if any((kind, code) == (known.kind, known.code) for known in collected):
                reason = f"it registers the {kind} {code} twice"
                raise _odd(origin, reason, "Give one another code.")
            collected.append(Registered(kind, code, one))
    return collected


def _checked_code(kind: str, registered: object, origin: Origin) -> str:
    cure = f"See {KINDS[kind].__name__} in postpurchase.hooks.protocols."
    if isinstance(registered, type):
        reason = f"it registers the class {registered.__name__}, not an object"
        raise _odd(origin, reason, f"Register {registered.__name__}().")
    missing = missing_members(kind, registered)
    if missing:
        what = type(registered).__name__
        reason = f"{what} is no {kind}: it lacks {', '.join(missing)}"
        raise _odd(origin, reason, cure)
    code = registered.code  # type: ignore[attr-defined]
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        reason = f"the code {code!r:.40} of a {kind} is not a short name"
        raise _odd(origin, reason, "Use small letters, digits, and - _ . between.")
    if kind == "payment_gateway":
        _check_gateway(registered, origin)
    return code


def _check_gateway(gateway: Any, origin: Origin) -> None:
    """Refuse a gateway that nobody could be paid through, or only by luck."""
    methods, lifetime = gateway.methods, gateway.key_lifetime
    if isinstance(methods, str) or not all(isinstance(m, str) and m for m in methods):
        reason = f"the methods of {gateway.code} are {methods!r:.40}"
        raise _odd(origin, reason, 'Name them one by one, such as ("card",).')
    is_period = isinstance(lifetime, timedelta) and lifetime > timedelta()
    if lifetime is not None and not is_period:
        reason = f"the key_lifetime of {gateway.code} is {lifetime!r:.40}"
        raise _odd(origin, reason, "Say how long it knows a key, or None for ever.")


def missing_members(kind: str, registered: object) -> list[str]:
    """Return what an object lacks to be of its kind.

    >>> missing_members("channel", object())
    ['code', 'send()']
    """
    lacking = []
    for name, member in vars(KINDS[kind]).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property):
            if not hasattr(registered, name):
                lacking.append(name)
        elif not callable(getattr(registered, name, None)):
            lacking.append(f"{name}()")
    return lacking


def wrap_as_plugin(registered: object, origin: Origin) -> tuple[object, Origin]:
    """Make a plugin of an object that has no hooks but answers one Protocol.

    Raises:
        PluginNotLoaded: It answers none.
    """
    fitting = [
        (hook, kind)
        for hook, kind in _KIND_OF_HOOK.items()
        if not missing_members(kind, registered)
    ]
    if not fitting:
        reason = f"{type(registered).__name__} has no hook and is no {', '.join(KINDS)}"
        raise _odd(origin, reason, "Mark a function with @hookimpl.")

    hook, kind = fitting[0]

    def register_it(register: Any) -> None:
        register(registered)

    plugin = SimpleNamespace(**{hook: hookimpl(register_it)})
    code = getattr(registered, "code", "")
    return plugin, attrs.evolve(origin, name=f"{kind} {code}")


def _odd(origin: Origin, reason: str, cure: str) -> PluginNotLoaded:
    return PluginNotLoaded(
        plugin=origin.name,
        package=origin.package,
        file=origin.file,
        reason=reason,
        cure=cure,
    )
