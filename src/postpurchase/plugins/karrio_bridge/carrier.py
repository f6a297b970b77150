"""A karrio connector as a carrier, with the abilities that it has and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote as percent_encoded

import attrs

from postpurchase.errors import PermanentFailure
from postpurchase.plugins.karrio_bridge import answers, asking, http
from postpurchase.plugins.karrio_bridge.gateways import Gateways
from postpurchase.plugins.karrio_bridge.outcomes import failure
from postpurchase.plugins.karrio_bridge.transport import Job, Transport
from postpurchase.plugins.keys import Once
from postpurchase.plugins.parties import private_texts
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.answers import Package, Quote
from postpurchase.values.carriage import Label, LabelRequest, Party, PickUp
from postpurchase.values.countries import COUNTRIES

TIMEOUT_S: Final = 20.0
PARCEL_GRAMS_MAX: Final = 1_000_000
_TRACKED_AT_ONCE: Final = 10
_NOT_KNOWN: Final = (400, 404, 422)
"""How carriers answer to a number that is none of theirs."""


@attrs.frozen(kw_only=True)
class Terms:
    """What the shop says about its use of a connector.

    Args:
        zone: The zone of the clock readings in tracking events, and of the hours
            of a pick-up. Carriers write local times and name no zone.
        origin: Where quoted parcels leave; a quote asks for a country only.
        options: karrio's options of a shipment that every label gets.
        label_type: ``PDF``, ``ZPL`` or what else the connector prints; its own
            choice if empty.
        timeout_s: For each request.
        transport: Who sends; a test puts its own here.
    """

    zone: str = "UTC"
    origin: Party | None = None
    options: Mapping[str, Any] = attrs.field(factory=dict)
    label_type: str = ""
    timeout_s: float = TIMEOUT_S
    transport: Transport = http.send


class KarrioCarrier:
    """Quotes and links tracking pages; `carrier` adds what else the connector can.

    Args:
        code: Its name in stored events.
        name: Its name for people.
        gateways: Makes karrio's gateways.
        terms: What the shop says about its use.
    """

    def __init__(self, code: str, name: str, gateways: Gateways, terms: Terms) -> None:
        self.code = code
        self.name = name
        self._gateways = gateways
        self._terms = terms
        self._once = Once(code)

    def quote(
        self,
        package: Package,
        *,
        origin_country: str,
        destination_country: str,
        postcode: str,
        at: datetime,
    ) -> tuple[Quote, ...]:
        """Ask the connector for its rates.

        A connector without rates offers nothing, and neither does one whose rates
        are a table that karrio brings and the shop did not replace.

        Raises:
            TemporaryFailure: The carrier is busy or out of reach.
            PermanentFailure: It refuses the question, such as for its credentials.
        """
        served = {origin_country, destination_country} <= COUNTRIES
        too_heavy = package.weight_grams > PARCEL_GRAMS_MAX
        if not self._gateways.has_rates or not served or too_heavy:
            return ()
        origin = self._terms.origin
        request = {
            "shipper": asking.party(origin) if origin else asking.place(origin_country),
            "recipient": asking.place(destination_country, postcode),
            "parcels": [asking.parcel(package)],
        }
        rates, _ = self._answer("Rating.fetch", request, needed=False)
        return tuple(answers.quotes(rates or (), self.code))

    def tracking_url(self, tracking_number: str) -> str:
        """Return the carrier's page, or nothing where the connector names none."""
        number = percent_encoded(tracking_number, safe="")
        return self._gateways.tracking_page.replace("{}", number)

    def _answer(
        self,
        operation: str,
        request: Mapping[str, Any],
        *,
        is_effect: bool = False,
        needed: bool = True,
        private: Sequence[str] = (),
    ) -> tuple[Any, Job]:
        terms = self._terms
        job = Job(
            transport=terms.transport, timeout_s=terms.timeout_s, is_effect=is_effect
        )
        details, messages = job.run(lambda: self._gateways.ask(operation, request))
        failed = any(fate.status >= 300 or not fate.status for fate in job.fates)
        if not details and (needed or messages or failed):
            raise failure(job, messages, plugin=self.code, private=private)
        return details, job

    def __repr__(self) -> str:
        return f"<KarrioCarrier {self.code}>"


class Labels(KarrioCarrier):
    """Orders labels. karrio passes no key on, so a repeat is answered from here.

    Within this process a key orders one label: the answer is given again, and a
    key without an answer is not asked with again. `order_label` of the shop holds
    the same across processes.
    """

    def label(self, request: LabelRequest, *, key: str) -> Label:
        """Order a label; the reference on it is the shop's, or the key.

        Raises:
            OutcomeUnknown: The request left and no answer came, now or before.
            PermanentFailure: The carrier refuses.
            TemporaryFailure: It surely ordered nothing.
        """
        asked = {
            **asking.shipment_form(request, key, dict(self._terms.options)),
            "label_type": self._terms.label_type or None,
        }
        private = private_texts(request.sender, request.recipient)

        def order() -> Label:
            details, _ = self._answer(
                "Shipment.create", asked, is_effect=True, private=private
            )
            return answers.label(details)

        return self._once.do(f"label {key}", order)

    def void(self, label: Label, *, key: str) -> None:
        """Give a label back.

        Raises:
            PermanentFailure: The carrier refuses, or cannot do it this way.
        """
        self._needs("cancel_shipment", "take labels back")
        request = {"shipment_identifier": label.carrier_reference}
        self._once.do(
            f"void {label.carrier_reference}",
            lambda: self._answer("Shipment.cancel", request, is_effect=True)[0],
            may_repeat=True,
        )

    def _needs(self, method: str, what: str) -> None:
        if method not in self._gateways.methods:
            reason = f"this connector of karrio cannot {what}; do it at the carrier"
            raise PermanentFailure(plugin=self.code, reason=reason)


class Tracking(KarrioCarrier):
    """Says where parcels are."""

    def track(
        self, tracking_numbers: Sequence[str]
    ) -> Iterator[tuple[str, tuple[TrackingFact, ...]]]:
        """Yield each known number with its facts; one that is not known is left out.

        Raises:
            TemporaryFailure: The carrier is busy or out of reach. What it did
                answer was yielded before, but a number without any answer takes
                the nine others with it that karrio asked for beside it.
            PermanentFailure: It refuses the question, such as for its credentials.
        """
        numbers = list(dict.fromkeys(tracking_numbers))
        for first in range(0, len(numbers), _TRACKED_AT_ONCE):
            asked = numbers[first : first + _TRACKED_AT_ONCE]
            terms = self._terms
            job = Job(
                transport=terms.transport, timeout_s=terms.timeout_s, is_effect=False
            )
            request = {"tracking_numbers": asked}
            details, messages = job.run(
                lambda wanted=request: self._gateways.ask("Tracking.fetch", wanted)  # type: ignore[misc]
            )
            for one in details or ():
                yield str(one.tracking_number), answers.facts(one, terms.zone)
            wrong = [
                fate
                for fate in job.fates
                if fate.may_succeed_later
                or (fate.status >= 300 and fate.status not in _NOT_KNOWN)
            ]
            if wrong:
                job.fates[:] = wrong
                raise failure(job, messages, plugin=self.code)


class PickUps(KarrioCarrier):
    """Sends drivers."""

    def pick_up(self, wish: PickUp, *, key: str) -> PickUp:
        """Agree on a visit, once for each key, as with labels.

        Raises:
            OutcomeUnknown: The request left and no answer came, now or before.
            PermanentFailure: The carrier refuses.
            TemporaryFailure: It surely agreed to nothing.
        """
        request = asking.pick_up_request(wish, self._terms.zone)

        def agree() -> PickUp:
            details, _ = self._answer("Pickup.schedule", request, is_effect=True)
            number = str(details.confirmation_number)
            return attrs.evolve(wish, confirmation=number)

        return self._once.do(f"pick-up {key}", agree)

    def cancel_pick_up(self, agreed: PickUp, *, key: str) -> None:
        """Call the visit off.

        Raises:
            PermanentFailure: The carrier refuses, or cannot do it this way.
        """
        if "cancel_pickup" not in self._gateways.methods:
            reason = "this connector of karrio cannot call a visit off"
            raise PermanentFailure(plugin=self.code, reason=reason)
        request = {
            "confirmation_number": agreed.confirmation,
            "address": asking.address(agreed.address),
            "pickup_date": asking.pick_up_request(agreed, self._terms.zone)[
                "pickup_date"
            ],
        }
        self._once.do(
            f"cancel {agreed.confirmation}",
            lambda: self._answer("Pickup.cancel", request, is_effect=True)[0],
            may_repeat=True,
        )


_ABILITIES: Final[Mapping[str, type[KarrioCarrier]]] = {
    "create_shipment": Labels,
    "get_tracking": Tracking,
    "schedule_pickup": PickUps,
}
"""What a method of a connector makes a carrier able to do."""


def carrier(
    connector_id: str,
    settings: Mapping[str, Any],
    *,
    code: str = "",
    terms: Terms | None = None,
) -> KarrioCarrier:
    """Make a carrier of a connector; it has the abilities that the connector has.

    Args:
        connector_id: Such as ``ups``.
        settings: The connector's settings, as karrio names them.
        code: Its name in stored events; ``karrio-<id>`` if empty. A shop with two
            accounts gives each its own.
        terms: What the shop says about its use.

    Raises:
        MissingExtra: karrio is not installed.
        UnknownCode: The connector is not installed, or has no such setting.
        InvalidInput: A setting is missing.
    """
    gateways = Gateways(connector_id, settings)
    abilities = tuple(
        ability for method, ability in _ABILITIES.items() if method in gateways.methods
    )
    made = type("KarrioCarrier", abilities or (KarrioCarrier,), {})
    code = code or f"karrio-{connector_id}"
    able: KarrioCarrier = made(code, gateways.name, gateways, terms or Terms())
    return able
