"""The registry: what is plugged in, what did not load, and look-ups by code."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeVar

import attrs
import pluggy

from postpurchase.errors import (
    PluginConflict,
    PluginError,
    PluginNotLoaded,
    UnknownCode,
)
from postpurchase.hooks import specs
from postpurchase.hooks.checking import check_plugin_hooks, marked
from postpurchase.hooks.loading import Origin, not_loaded
from postpurchase.hooks.partners import FulfilmentPartner, Stock
from postpurchase.hooks.payments import PaymentGateway
from postpurchase.hooks.protocols import (
    KINDS,
    Carrier,
    Channel,
    DutyCalculator,
    OrderSource,
    Personalizer,
    ReturnPolicy,
)
from postpurchase.hooks.registering import Registered, collect
from postpurchase.hooks.settings import check_settings
from postpurchase.hooks.subscribers import (
    ARGUMENTS,
    CUSTOMER_ARGUMENTS,
    Subscriber,
    compile_subscribers,
)
from postpurchase.hooks.tracing import Trace, Traced, traced
from postpurchase.values.personal import FORGOTTEN, PersonalRef

Brought = TypeVar("Brought")
_PROBLEMS_MAX = 100
_log = logging.getLogger(__name__)
# A library says nothing unless its host listens; without this, warnings go to stderr.
logging.getLogger("postpurchase").addHandler(logging.NullHandler())


def _no_clock() -> datetime:
    raise LookupError("no shop has said yet which clock counts")


@attrs.frozen(kw_only=True)
class PluginRow:
    """One plugin as a table shows it."""

    name: str
    source: str
    version: str
    package: str
    file: str
    hooks: tuple[str, ...]
    codes: tuple[str, ...]
    problem: PluginError | None = None


class Plugins:
    """What is plugged in, by kind and code; made by `load_plugins`."""

    def __init__(self, *, trace: Trace | None = None) -> None:
        self._pluggy = pluggy.PluginManager(specs.PROJECT)
        self._pluggy.add_hookspecs(specs)
        self._trace = trace
        self._reader: Callable[[PersonalRef], object] = lambda _reference: FORGOTTEN
        self._clock: Callable[[], datetime] = _no_clock
        self._kinds: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
        self._views: dict[str, Mapping[str, Any]] = {
            kind: MappingProxyType(found) for kind, found in self._kinds.items()
        }
        self._origins: dict[str, Origin] = {}
        self._owners: dict[tuple[str, str], Origin] = {}
        self._ready: set[tuple[str, str]] = set()
        self._rows: list[PluginRow] = []
        self._problems: list[PluginError] = []
        self.subscribers: tuple[Subscriber, ...] = ()
        """Who is told about events: a fixed tuple, so that a loop is all it costs."""
        self.customer_subscribers: tuple[Subscriber, ...] = ()
        """Who is told about events of customers' accounts."""

    @property
    def carriers(self) -> Mapping[str, Carrier]:
        """Carriers by code."""
        return self._views["carrier"]

    @property
    def channels(self) -> Mapping[str, Channel]:
        """Channels by code."""
        return self._views["channel"]

    @property
    def personalizers(self) -> Mapping[str, Personalizer]:
        """Personalizers by code."""
        return self._views["personalizer"]

    @property
    def return_policies(self) -> Mapping[str, ReturnPolicy]:
        """Return policies by code."""
        return self._views["return_policy"]

    @property
    def order_sources(self) -> Mapping[str, OrderSource]:
        """Order sources by code."""
        return self._views["order_source"]

    @property
    def stocks(self) -> Mapping[str, Stock]:
        """Stock that is kept elsewhere, by code."""
        return self._views["stock"]

    @property
    def fulfilment_partners(self) -> Mapping[str, FulfilmentPartner]:
        """Fulfilment partners by code."""
        return self._views["fulfilment_partner"]

    @property
    def duty_calculators(self) -> Mapping[str, DutyCalculator]:
        """Duty calculators by code."""
        return self._views["duty_calculator"]

    @property
    def payment_gateways(self) -> Mapping[str, PaymentGateway]:
        """Payment gateways by code."""
        return self._views["payment_gateway"]

    def gateway_for(self, method: str) -> str:
        """Return the code of the gateway that pays a method back, or nothing.

        Args:
            method: How it was paid, such as ``card``, or ``store_credit``.
        """
        for code, gateway in self.payment_gateways.items():
            if method in gateway.methods:
                return code
        return ""

    @property
    def problems(self) -> tuple[PluginError, ...]:
        """What went wrong with plugins, the first hundred."""
        return tuple(self._problems)

    def get(self, kind: str, code: str) -> Any:
        """Return the object registered under *code*, its settings checked.

        Args:
            kind: ``carrier``, ``channel``, ``personalizer``, ``return_policy``,
                ``order_source``, ``stock``, ``fulfilment_partner``,
                ``duty_calculator`` or ``payment_gateway``.
            code: The code that it was registered with.

        Raises:
            UnknownCode: Nothing is registered under it; names the closest one.
            SettingMissing: A required setting is not in the environment.
        """
        if kind not in self._kinds:
            raise unknown("kind of plugin", kind, self._kinds)
        try:
            found = self._kinds[kind][code]
        except (KeyError, TypeError):
            raise unknown(kind, code, self._kinds[kind]) from None
        if (kind, code) not in self._ready:
            check_settings(found, plugin=self._owners[kind, code].name)
            self._ready.add((kind, code))
        return found

    def named(self, name: str) -> Any:
        """Return the plugin of a name, or None."""
        return self._pluggy.get_plugin(name)

    def owner(self, kind: str, code: str) -> str:
        """Return the name of the plugin that registered *code*."""
        return self._owners[kind, code].name

    def find(self, kind: type[Brought]) -> Brought | None:
        """Return the plugin that is an object of a class, such as `ReturnWays`.

        Returns:
            The first that was loaded; None if there is none.
        """
        for _, plugin in self._pluggy.list_name_plugin():
            if isinstance(plugin, kind):
                return plugin
        return None

    def reveal(self, reference: PersonalRef | None) -> object:
        """Return the personal value that an event refers to, such as a `Contact`.

        Events and orders hold references only; a plugin asks for the value when it
        needs it and keeps no copy.

        Returns:
            The value; `FORGOTTEN` after its erasure; None for None.
        """
        return None if reference is None else self._reader(reference)

    def read_personal_with(self, reader: Callable[[PersonalRef], object]) -> None:
        """Say where personal values are read: the application does, once."""
        self._reader = reader

    def now(self) -> datetime:
        """Tell the time by the shop's own clock, aware."""
        return self._clock()

    def tell_time_with(self, clock: Callable[[], datetime]) -> None:
        """Say which clock counts: the application does, once."""
        self._clock = clock

    def table(self) -> tuple[PluginRow, ...]:
        """Return a row for every plugin, those that did not load included."""
        return tuple(self._rows)

    def report(self, problem: PluginError) -> None:
        """Keep a problem and log it, once for each plugin and kind of fault."""
        said = (type(problem), problem.plugin, problem.reason)
        for known in self._problems:
            if said == (type(known), known.plugin, known.reason):
                return
        if len(self._problems) < _PROBLEMS_MAX:
            self._problems.append(problem)
            place = _place(problem)
            _log.warning("%s%s", place, problem, extra={"plugin": problem.plugin})

    def add(self, plugin: object, origin: Origin) -> None:
        """Register one plugin whole or not at all.

        Raises:
            PluginNotLoaded: A hook is misspelt, raises or registers something odd.
            PluginConflict: A code or a name is taken.
        """
        if self._pluggy.is_registered(plugin):
            return
        if self._pluggy.has_plugin(origin.name):
            first = self._origins[origin.name]
            raise PluginConflict(
                plugin=origin.package or origin.source,
                kind="plugin",
                claimed=origin.name,
                first=first.package or first.source,
            )
        check_plugin_hooks(plugin, origin)
        accepted = [
            one
            for one in collect(plugin, origin, self._trace)
            if not self._yields(one, origin)
        ]
        self._pluggy.register(plugin, name=origin.name)
        self._origins[origin.name] = origin
        for one in accepted:
            self._keep(one, origin)
        self._rows.append(_row(origin, plugin, accepted))
        self.subscribers = self._compile("on_event", ARGUMENTS)
        self.customer_subscribers = self._compile(
            "on_customer_event", CUSTOMER_ARGUMENTS
        )

    def tell_loaded(self, *, strict: bool) -> None:
        """Call `on_loaded` of every plugin, each alone.

        Raises:
            PluginNotLoaded: One that the shop passed raises, or any if *strict*.
        """
        for one in self._pluggy.hook.on_loaded.get_hookimpls():
            origin = self._origins[one.plugin_name]
            try:
                one.function(*([self] if one.argnames else []))
            except KeyboardInterrupt:
                raise
            except BaseException as fault:
                problem = not_loaded(origin, fault, "Correct its on_loaded.")
                if strict or origin.source != "entry point":
                    raise problem from fault
                self.report(problem)

    def refuse(self, origin: Origin, problem: PluginError) -> None:
        """Leave a plugin out, keep its problem and go on."""
        self._rows.append(_row(origin, None, (), problem))
        self.report(problem)

    def _yields(self, one: Registered, origin: Origin) -> bool:
        kind, claimed = one.kind, one.code
        first = self._owners.get((kind, claimed))
        if first is None and kind == "payment_gateway":
            kind = "payment_method"
            for claimed in one.registered.methods:
                if rival := self.gateway_for(claimed):
                    first = self._owners["payment_gateway", rival]
                    break
        if first is None:
            return False
        if origin.source == "default":
            return True
        raise PluginConflict(
            plugin=origin.name, kind=kind, claimed=claimed, first=first.name
        )

    def _keep(self, one: Registered, origin: Origin) -> None:
        kept = one.registered
        if self._trace is not None:
            kept = Traced(kept, f"{origin.name}: {one.kind} {one.code}", self._trace)
        self._kinds[one.kind][one.code] = kept
        self._owners[one.kind, one.code] = origin

    def _compile(
        self, hook: str, arguments: tuple[str, str, str]
    ) -> tuple[Subscriber, ...]:
        implementations = getattr(self._pluggy.hook, hook).get_hookimpls()
        compiled = compile_subscribers(implementations, arguments)
        trace = self._trace
        if trace is not None:
            compiled = [
                one._replace(
                    call=traced(one.call, f"{one.name}: {hook}", trace, arguments)
                )
                for one in compiled
            ]
        return tuple(compiled)


def _place(problem: PluginError) -> str:
    if not isinstance(problem, PluginNotLoaded) or not problem.file:
        return ""
    package = f"{problem.package}, " if problem.package else ""
    return f"{package}{problem.file}:{problem.line}: "


def unknown(kind: str, value: str, known: Iterable[str]) -> UnknownCode:
    """Return the error for a name that is not in a list, with the closest one."""
    names = tuple(sorted(known))
    near = next(iter(difflib.get_close_matches(str(value), names, n=1)), "")
    return UnknownCode(kind=kind, value=str(value), known=names, near=near)


def _row(
    origin: Origin,
    plugin: object | None,
    accepted: Iterable[Registered],
    problem: PluginError | None = None,
) -> PluginRow:
    return PluginRow(
        name=origin.name,
        source=origin.source,
        version=origin.version or str(getattr(plugin, "__version__", "")),
        package=origin.package,
        file=origin.file,
        hooks=tuple(name for name, _ in marked(plugin)) if plugin else (),
        codes=tuple(f"{one.kind} {one.code}" for one in accepted),
        problem=problem,
    )
