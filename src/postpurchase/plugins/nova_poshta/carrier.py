"""Nova Poshta as a carrier."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote as percent_encoded
from zoneinfo import ZoneInfo

import attrs

from postpurchase.errors import OutcomeUnknown, PermanentFailure, TemporaryFailure
from postpurchase.hooks import Setting
from postpurchase.plugins.http_calls import (
    TIMEOUT_S,
    Answer,
    Calls,
    items,
    scrubbed,
    text,
)
from postpurchase.plugins.nova_poshta.forms import (
    ZONE,
    Branch,
    Counterparty,
    fact,
    goods,
    hryvnias,
    is_success,
    recipient,
    sender,
)
from postpurchase.plugins.parties import mark_of, private_texts
from postpurchase.plugins.table_rate_carrier import Rate, TableRateCarrier, read_rates
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.answers import Package, Quote
from postpurchase.values.carriage import Label, LabelRequest
from postpurchase.values.money import Money

BASE_URL: Final = "https://api.novaposhta.ua"
PRINT_URL: Final = "https://my.novaposhta.ua"
SETTINGS: Final = (
    Setting(
        "Nova Poshta key", "POSTPURCHASE_NOVA_POSHTA_KEY", secret=True, example="key"
    ),
)
(_KEY,) = SETTINGS

SERVICES: Final = ("WarehouseWarehouse", "WarehouseDoors", "WarehousePostomat")
"""What is taken to a branch goes to a branch, a door or a locker."""

_TRACKED_AT_ONCE: Final = 100
_LOOKED_FOR_DAYS: Final = 14


def _now() -> datetime:
    # The form of a waybill wants the day on which the parcel is handed over.
    return datetime.now(UTC)  # noqa: TID251


def _rates(rows: Any) -> tuple[Rate, ...]:
    return tuple(read_rates(rows))


@attrs.frozen(kw_only=True)
class NovaPoshta:
    """Quotes, makes waybills, takes them back, tracks, and lists branches.

    Args:
        code: Its name in stored events.
        name: Its name for people.
        key: The key of the API; from the environment if empty.
        counterparty: Who sends; needed for waybills, and for prices of theirs.
        rates: The shop's prices; empty to ask Nova Poshta for its own.
        declared: The value of goods whose value is not stated.
        base_url: Where the API is.
        print_url: Where waybills are printed.
        timeout_s: Seconds until a silent API counts as out of reach.
        clock: What time it is, aware.
    """

    code: str = "nova-poshta"
    name: str = "Нова пошта"
    key: str = attrs.field(default="", repr=False)
    counterparty: Counterparty | None = None
    rates: tuple[Rate, ...] = attrs.field(default=(), converter=_rates)
    declared: Money = Money(20000, "UAH")
    base_url: str = BASE_URL
    print_url: str = PRINT_URL
    timeout_s: float = TIMEOUT_S
    clock: Callable[[], datetime] = attrs.field(default=_now, repr=False)

    @property
    def settings(self) -> tuple[Setting, ...]:
        """What is read from the environment: nothing if the shop gave a key."""
        return () if self.key else SETTINGS

    def quote(
        self,
        package: Package,
        *,
        origin_country: str,
        destination_country: str,
        postcode: str,
        at: datetime,
    ) -> tuple[Quote, ...]:
        """Offer what the shop's table says, or what Nova Poshta asks for.

        Nova Poshta is asked for the way from the counterparty's city to the place
        of the postcode, of a parcel whose weight is known.

        Raises:
            TemporaryFailure: Nova Poshta is busy or out of reach.
            PermanentFailure: It refuses the question.
        """
        if (origin_country, destination_country) != ("UA", "UA"):
            return ()
        if self.rates:
            table = TableRateCarrier(code=self.code, name=self.name, rates=self.rates)
            return tuple(
                table.quote(
                    package,
                    origin_country=origin_country,
                    destination_country=destination_country,
                    postcode=postcode,
                    at=at,
                )
            )
        if self.counterparty is None or not package.weight_grams or not postcode:
            return ()
        city = self._city(postcode)
        priced = ((one, self._price(package, city, one)) for one in SERVICES if city)
        return tuple(
            Quote(carrier=self.code, service=service, price=price)
            for service, price in priced
            if price is not None
        )

    def tracking_url(self, tracking_number: str) -> str:
        """Return Nova Poshta's page for the parcel."""
        number = percent_encoded(tracking_number, safe="")
        return f"https://novaposhta.ua/tracking/?cargo_number={number}"

    def label(self, request: LabelRequest, *, key: str) -> Label:
        """Find the waybill of *key*, or make it, and fetch its print.

        Raises:
            OutcomeUnknown: No answer came, or the print cannot be fetched: call
                again with the same key.
            PermanentFailure: Nova Poshta refuses, or no counterparty is stated.
            TemporaryFailure: Nothing was made.
        """
        known = self._known(key)
        if known is None:
            known = self._made(request, key)
        return self._label(known)

    def find_label(self, request: LabelRequest, *, key: str) -> Label | None:
        """Return the waybill that was made with *key* in the last days, or None.

        Raises:
            OutcomeUnknown: It is there, and its print cannot be fetched.
            TemporaryFailure: Nova Poshta cannot be asked now.
        """
        known = self._known(key)
        return None if known is None else self._label(known)

    def void(self, label: Label, *, key: str) -> None:
        """Delete a waybill; one that is gone is deleted.

        Raises:
            PermanentFailure: Nova Poshta refuses, as it does once it has the parcel.
        """
        reference = label.carrier_reference
        answer = self._call(
            "InternetDocument",
            "delete",
            {"DocumentRefs": reference},
            is_effect=True,
        )
        if not is_success(answer):
            refusal = self._failure(answer)
            if isinstance(refusal, PermanentFailure) and all(
                text(one, "Ref") != reference for one in self._recent()
            ):
                return
            raise refusal

    def track(
        self, tracking_numbers: Sequence[str]
    ) -> Iterator[tuple[str, tuple[TrackingFact, ...]]]:
        """Yield each known number with the fact that is true of it now.

        Nova Poshta tells the last status and none before it.

        Raises:
            TemporaryFailure: Nova Poshta is busy or out of reach.
            PermanentFailure: It refuses the question.
        """
        numbers = [one for one in dict.fromkeys(tracking_numbers) if one]
        for first in range(0, len(numbers), _TRACKED_AT_ONCE):
            asked = numbers[first : first + _TRACKED_AT_ONCE]
            wanted = [{"DocumentNumber": number, "Phone": ""} for number in asked]
            answer = self._call(
                "TrackingDocument", "getStatusDocuments", {"Documents": wanted}
            )
            for one in self._rows(answer):
                told = fact(one)
                if told is not None and text(one, "Number") in asked:
                    yield text(one, "Number"), (told,)

    def branches(
        self, city: str, *, sought: str = "", limit: int = 10
    ) -> tuple[Branch, ...]:
        """List branches and lockers of a city.

        Args:
            city: Its name in Ukrainian.
            sought: A number, or a part of the address.
            limit: How many at most.

        Raises:
            TemporaryFailure: Nova Poshta is busy or out of reach.
            PermanentFailure: It refuses the question.
        """
        asked = {"CityName": city, "FindByString": sought, "Limit": str(limit)}
        answer = self._call("Address", "getWarehouses", asked)
        return tuple(
            Branch(
                code=text(one, "Number"),
                name=text(one, "Description"),
                reference=text(one, "Ref"),
            )
            for one in self._rows(answer)[:limit]
        )

    def _city(self, postcode: str) -> str:
        asked = {"CityName": postcode, "Limit": "1"}
        answer = self._call("Address", "searchSettlements", asked)
        for found in self._rows(answer):
            for place in items(found, "Addresses"):
                return text(place, "DeliveryCity")
        return ""

    def _price(self, package: Package, city: str, service: str) -> Money | None:
        assert self.counterparty is not None
        asked = {
            "CitySender": self.counterparty.city,
            "CityRecipient": city,
            "Weight": f"{package.weight_grams / 1000:g}",
            "ServiceType": service,
            "Cost": self.declared.decimal_text,
            "CargoType": "Parcel",
            "SeatsAmount": "1",
        }
        answer = self._call("InternetDocument", "getDocumentPrice", asked)
        if not is_success(answer) and answer.fate.is_fine:
            # It does not go there that way.
            return None
        return next((hryvnias(one.get("Cost")) for one in self._rows(answer)), None)

    def _recent(self) -> list[dict[str, Any]]:
        today = self.clock().astimezone(ZoneInfo(ZONE))
        asked = {
            "DateTimeFrom": f"{today - timedelta(days=_LOOKED_FOR_DAYS):%d.%m.%Y}",
            "DateTimeTo": f"{today:%d.%m.%Y}",
            "GetFullList": "1",
        }
        return self._rows(self._call("InternetDocument", "getDocumentList", asked))

    def _known(self, key: str) -> dict[str, Any] | None:
        mark = mark_of(key)
        marked = (
            one for one in self._recent() if text(one, "InfoRegClientBarcodes") == mark
        )
        return next(marked, None)

    def _made(self, request: LabelRequest, key: str) -> dict[str, Any]:
        if self.counterparty is None:
            reason = "a waybill needs the counterparty that sends"
            raise PermanentFailure(plugin=self.code, reason=reason)
        today = self.clock().astimezone(ZoneInfo(ZONE))
        asked = {
            **sender(self.counterparty),
            **recipient(request),
            **goods(request, self.declared),
            "DateTime": f"{today:%d.%m.%Y}",
            "InfoRegClientBarcodes": mark_of(key),
        }
        answer = self._call("InternetDocument", "save", asked, is_effect=True)
        made = items(answer.document(), "data")
        if not is_success(answer) or not made:
            raise self._failure(
                answer, lambda: private_texts(request.sender, request.recipient)
            )
        return made[0]

    def _label(self, made: Mapping[str, Any]) -> Label:
        number = text(made, "IntDocNumber")
        path = percent_encoded(number, safe="")
        key = percent_encoded(self._secret, safe="")
        calls = Calls(self.code, self.print_url, timeout_s=self.timeout_s)
        place = f"/orders/printMarking100x100/orders[]/{path}/type/pdf/apiKey/{key}"
        try:
            answer = calls.send("GET", place, is_secret=True)
            document = answer.content if answer.fate.is_fine else b""
        except TemporaryFailure:
            document = b""
        if not document.startswith(b"%PDF"):
            reason = f"waybill {number} is made, and its print cannot be fetched"
            raise OutcomeUnknown(plugin=self.code, reason=reason)
        return Label(
            tracking_number=number,
            document=document,
            media_type="application/pdf",
            carrier_reference=text(made, "Ref"),
            price=hryvnias(made.get("CostOnSite")),
        )

    @property
    def _secret(self) -> str:
        return self.key or _KEY.read(plugin=self.code)

    def _call(
        self,
        model: str,
        method: str,
        asked: Mapping[str, object],
        *,
        is_effect: bool = False,
    ) -> Answer:
        calls = Calls(self.code, self.base_url, timeout_s=self.timeout_s)
        body = {
            "apiKey": self._secret,
            "modelName": model,
            "calledMethod": method,
            "methodProperties": dict(asked),
        }
        return calls.send("POST", "/v2.0/json/", body=body, is_effect=is_effect)

    def _rows(self, answer: Answer) -> list[dict[str, Any]]:
        if not is_success(answer):
            raise self._failure(answer)
        return items(answer.document(), "data")

    def _failure(
        self, answer: Answer, private: Callable[[], list[str]] = list
    ) -> PermanentFailure | TemporaryFailure | OutcomeUnknown:
        """Say what it is: a refusal comes with status 200 and a list of errors."""
        document = answer.document()
        said = document.get("errors") if isinstance(document, dict) else None
        reason = "; ".join(str(one) for one in said) if isinstance(said, list) else ""
        reason = scrubbed(reason, private)
        if answer.fate.is_fine and reason:
            return PermanentFailure(plugin=self.code, reason=reason)
        return answer.failure(reason)
