"""InPost as a carrier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote as percent_encoded

import attrs

from postpurchase.errors import OutcomeUnknown, PermanentFailure, TemporaryFailure
from postpurchase.hooks import Setting
from postpurchase.plugins.http_calls import TIMEOUT_S, Answer, Calls, items, text
from postpurchase.plugins.inpost.forms import (
    Point,
    facts,
    point,
    refusal,
    shipment_form,
)
from postpurchase.plugins.parties import mark_of, private_texts
from postpurchase.plugins.table_rate_carrier import Rate, TableRateCarrier, read_rates
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.answers import Package, Quote
from postpurchase.values.carriage import Label, LabelRequest

BASE_URL: Final = "https://api-shipx-pl.easypack24.net"
SETTINGS: Final = (
    Setting("InPost token", "POSTPURCHASE_INPOST_TOKEN", secret=True, example="token"),
    Setting(
        "InPost organisation", "POSTPURCHASE_INPOST_ORGANIZATION_ID", example="1234"
    ),
)
_TOKEN, _ORGANIZATION = SETTINGS

LABEL_FORMS: Final = MappingProxyType(
    {
        "pdf": "application/pdf",
        "zpl": "application/zpl",
    }
)
_PREPARING: Final = ("created", "offers_prepared", "offer_selected")
_PAGES_MAX: Final = 5
"""Pages of the newest shipments in which a label is looked for."""


def _rates(rows: Any) -> tuple[Rate, ...]:
    return tuple(read_rates(rows))


@attrs.frozen(kw_only=True)
class InPost:
    """Quotes, labels, takes back, tracks, and lists points.

    Args:
        code: Its name in stored events.
        name: Its name for people.
        token: The token of ShipX; from the environment if empty.
        organization_id: The shop's number there; from the environment if empty.
        rates: The shop's prices, as `TableRateCarrier` takes them; the services are
            ShipX's, such as ``inpost_locker_standard``.
        label_form: ``pdf`` or ``zpl``.
        base_url: Where ShipX is; there is one for tries.
        timeout_s: Seconds until a silent ShipX counts as out of reach.
    """

    code: str = "inpost"
    name: str = "InPost"
    token: str = attrs.field(default="", repr=False)
    organization_id: str = ""
    rates: tuple[Rate, ...] = attrs.field(default=(), converter=_rates)
    label_form: str = attrs.field(
        default="pdf", validator=attrs.validators.in_(LABEL_FORMS)
    )
    base_url: str = BASE_URL
    timeout_s: float = TIMEOUT_S

    @property
    def settings(self) -> tuple[Setting, ...]:
        """What is read from the environment: nothing that the shop gave."""
        given = (self.token, self.organization_id)
        return tuple(one for one, here in zip(SETTINGS, given, strict=True) if not here)

    def quote(
        self,
        package: Package,
        *,
        origin_country: str,
        destination_country: str,
        postcode: str,
        at: datetime,
    ) -> Iterator[Quote]:
        """Offer what the shop's table says, within Poland."""
        if (origin_country, destination_country) != ("PL", "PL"):
            return iter(())
        table = TableRateCarrier(code=self.code, name=self.name, rates=self.rates)
        return table.quote(
            package,
            origin_country=origin_country,
            destination_country=destination_country,
            postcode=postcode,
            at=at,
        )

    def tracking_url(self, tracking_number: str) -> str:
        """Return InPost's page for the parcel."""
        number = percent_encoded(tracking_number, safe="")
        return f"https://inpost.pl/sledzenie-przesylek?number={number}"

    def label(self, request: LabelRequest, *, key: str) -> Label:
        """Find the label of *key*, or order it.

        Raises:
            OutcomeUnknown: No answer came, or ShipX is still preparing it: call
                again with the same key.
            PermanentFailure: ShipX refuses.
            TemporaryFailure: Nothing was ordered.
        """
        known = self._known(key)
        if known is None:
            known = self._ordered(request, key)
        return self._label(known)

    def find_label(self, request: LabelRequest, *, key: str) -> Label | None:
        """Return the label that was ordered with *key*, or None.

        Raises:
            OutcomeUnknown: It is there, and ShipX is still preparing it.
            TemporaryFailure: ShipX cannot be asked now.
        """
        known = self._known(key)
        return None if known is None else self._label(known)

    def void(self, label: Label, *, key: str) -> None:
        """Give a label back; one that is gone is given back.

        Raises:
            PermanentFailure: ShipX refuses, as it does once it was confirmed.
        """
        reference = percent_encoded(label.carrier_reference, safe="")
        answer = self._send("DELETE", f"/v1/shipments/{reference}", is_effect=True)
        if not answer.fate.is_fine and answer.status != 404:
            raise answer.failure(refusal(answer, list))

    def track(
        self, tracking_numbers: Sequence[str]
    ) -> Iterator[tuple[str, tuple[TrackingFact, ...]]]:
        """Yield each known number with its facts.

        Raises:
            TemporaryFailure: InPost is busy or out of reach.
        """
        for number in dict.fromkeys(tracking_numbers):
            path = percent_encoded(number, safe="")
            if not path:
                continue
            answer = self._send("GET", f"/v1/tracking/{path}", is_secret=False)
            if answer.status == 404:
                continue
            document = answer.document()
            if not answer.fate.is_fine or not isinstance(document, dict):
                raise answer.failure()
            told = tuple(facts(document))
            if told:
                yield number, told

    def points(self, postcode: str, *, limit: int = 10) -> tuple[Point, ...]:
        """List lockers near a postcode, the nearest first.

        Args:
            postcode: Polish, as people write it.
            limit: How many at most.

        Raises:
            TemporaryFailure: InPost is busy or out of reach.
            PermanentFailure: It refuses the postcode.
        """
        query = {
            "relative_post_code": postcode,
            "per_page": str(limit),
            "type": "parcel_locker",
        }
        answer = self._send("GET", "/v1/points", query=query, is_secret=False)
        if not answer.fate.is_fine:
            raise answer.failure(refusal(answer, list))
        return tuple(point(one) for one in items(answer.document(), "items")[:limit])

    def _known(self, key: str) -> dict[str, Any] | None:
        path = f"/v1/organizations/{self._organization}/shipments"
        mark = f"[{mark_of(key)}]"
        for page in range(1, _PAGES_MAX + 1):
            query = {"sort_by": "id", "sort_order": "desc", "page": str(page)}
            answer = self._send("GET", path, query=query)
            document = answer.document()
            listed = isinstance(document, dict) and "items" in document
            if not answer.fate.is_fine or not listed:
                raise answer.failure(refusal(answer, list))
            found = items(document, "items")
            for one in found:
                voided = text(one, "status") in ("canceled", "cancelled")
                if text(one, "reference").endswith(mark) and not voided:
                    return one
            if not found:
                break
        return None

    def _ordered(self, request: LabelRequest, key: str) -> dict[str, Any]:
        answer = self._send(
            "POST",
            f"/v1/organizations/{self._organization}/shipments",
            body=shipment_form(request, key),
            is_effect=True,
        )
        document = answer.document()
        if not answer.fate.is_fine or not isinstance(document, dict):
            raise answer.failure(
                refusal(
                    answer, lambda: private_texts(request.sender, request.recipient)
                )
            )
        return document

    def _label(self, made: dict[str, Any]) -> Label:
        """Fetch the label of a shipment that is made: no failure undoes that."""
        try:
            return self._fetched(made)
        except (PermanentFailure, TemporaryFailure) as fault:
            reason = f"shipment {text(made, 'id')} is made; its label is not fetched"
            said = f"{reason} ({fault.reason})"
            raise OutcomeUnknown(plugin=self.code, reason=said) from fault

    def _fetched(self, made: dict[str, Any]) -> Label:
        reference, number = text(made, "id"), text(made, "tracking_number")
        if not number or text(made, "status") in _PREPARING:
            answer = self._send("GET", f"/v1/shipments/{reference}")
            document = answer.document()
            made = document if isinstance(document, dict) else {}
            number = text(made, "tracking_number")
        if not number or text(made, "status") in _PREPARING:
            reason = f"shipment {reference} is still being prepared; ask again"
            raise OutcomeUnknown(plugin=self.code, reason=reason)
        query = {"format": self.label_form}
        answer = self._send("GET", f"/v1/shipments/{reference}/label", query=query)
        if not answer.fate.is_fine:
            raise answer.failure(refusal(answer, list))
        return Label(
            tracking_number=number,
            document=answer.content,
            media_type=LABEL_FORMS[self.label_form],
            carrier_reference=reference,
        )

    @property
    def _organization(self) -> str:
        number = self.organization_id or _ORGANIZATION.read(plugin=self.code)
        return percent_encoded(number, safe="")

    def _send(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, str] | None = None,
        body: object = None,
        is_effect: bool = False,
        is_secret: bool = True,
    ) -> Answer:
        headers = {"Accept-Language": "en_GB"}
        if is_secret:
            token = self.token or _TOKEN.read(plugin=self.code)
            headers["Authorization"] = f"Bearer {token}"
        calls = Calls(self.code, self.base_url, timeout_s=self.timeout_s)
        return calls.send(
            method, path, headers=headers, query=query, body=body, is_effect=is_effect
        )
