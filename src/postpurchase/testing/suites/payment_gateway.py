"""What every payment gateway promises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from secrets import token_hex
from typing import Any

from postpurchase.errors import PluginFailed
from postpurchase.hooks.payments import GATEWAY_STATES, GatewayAnswer, GatewayRefund
from postpurchase.testing.suites.checking import need, no_network, outcome_of, promise
from postpurchase.testing.suites.project import ProjectSuite
from postpurchase.values.money import Money

_numbers = count(1)


class PaymentGatewaySuite(ProjectSuite):
    """Subclass it and name your plugin; `prepare` a provider that can be asked.

    The suite asks for refunds of a payment that the provider knows: a sandbox, or a
    server on this machine that answers as the provider does.

    Attributes:
        payment_id: A payment that the provider knows, of 100.00 at least.
        currency: Its currency.
    """

    kind = "payment_gateway"
    payment_id = "conformance"
    currency = "EUR"

    def paid(self, gateway: Any, key: str) -> Money | None:
        """Say what the provider paid under a key, from its own books.

        Override it where the provider's books can be read: then the suite holds
        the amounts against them.
        """
        return None

    def request(self, gateway: Any, amount_minor: int = 250) -> GatewayRefund:
        """Return a refund that was never asked for; override it to use your own."""
        return GatewayRefund(
            order_id="1001",
            refund_id=f"R{next(_numbers)}",
            payment_id=self.payment_id,
            method=next(iter(gateway.methods)),
            amount=Money(amount_minor, self.currency),
            reason="return",
        )

    def key(self) -> str:
        """Return a key that was never used."""
        return f"4:1001:conformance-{token_hex(8)}"

    def exercise(self, registered: Any) -> None:
        """Ask what became of a refund that there is none of."""
        registered.find_refund(self.request(registered), key=self.key())

    def _asked(self) -> Iterator[tuple[Any, GatewayRefund, str, Any]]:
        for gateway in self.objects():
            request, key = self.request(gateway), self.key()
            yield gateway, request, key, gateway.refund(request, key=key)

    @promise("gateway-methods")
    def test_names_its_methods(self) -> None:
        """At least one, each a text of its own, the same every time."""
        for gateway in self.objects():
            methods = tuple(gateway.methods)
            need(methods, "it pays no method back")
            named = all(isinstance(one, str) and one for one in methods)
            need(named and len(set(methods)) == len(methods), f"{methods}")
            need(methods == tuple(gateway.methods), "they change")

    @promise("gateway-key-lifetime")
    def test_says_how_long_it_knows_a_key(self) -> None:
        """None for ever, or a time that is long enough to try again in."""
        for gateway in self.objects():
            lifetime = gateway.key_lifetime
            known = lifetime is None or isinstance(lifetime, timedelta)
            need(known, f"it is {lifetime!r}")
            enough = lifetime is None or lifetime >= timedelta(hours=1)
            need(enough, f"{lifetime} is too short to try again in")

    @promise("refund-answered")
    def test_answers_with_a_state_that_exists(self) -> None:
        """A GatewayAnswer: succeeded, pending or failed."""
        for _, _, _, answer in self._asked():
            self._check_answer(answer)

    def _check_answer(self, answer: Any) -> None:
        need(isinstance(answer, GatewayAnswer), f"it answered {type(answer).__name__}")
        need(answer.state in GATEWAY_STATES, f"the state is {answer.state!r}")
        texts = isinstance(answer.reference, str) and isinstance(answer.reason, str)
        need(texts, "reference and reason are texts")

    @promise("refund-works")
    def test_pays_a_refund(self) -> None:
        """What the suite asks for can be paid."""
        for _, _, _, answer in self._asked():
            taken = answer.state in ("succeeded", "pending")
            need(taken, f"it is {answer.state}: {answer.reason}")

    @promise("refund-once")
    def test_pays_once_for_a_key(self) -> None:
        """The same key again gives the same answer and pays nothing more."""
        for gateway, request, key, first in self._asked():
            second = gateway.refund(request, key=key)
            need(first.reference == second.reference, f"{first}, then {second}")
            came_back = first.state == "succeeded" and second.state != "succeeded"
            need(not came_back, f"{first}, then {second}")
            paid = self.paid(gateway, key)
            need(paid is None or paid == request.amount, f"{paid} were paid")

    @promise("refund-keys-apart")
    def test_tells_keys_apart(self) -> None:
        """Two refunds of the same amount are two refunds."""
        for gateway, _, _, first in self._asked():
            second = gateway.refund(self.request(gateway), key=self.key())
            same = first.reference and first.reference == second.reference
            need(not same, f"both are {first.reference}")

    @promise("refund-exact")
    def test_pays_the_exact_amount(self) -> None:
        """One minor unit is one minor unit, in the request's currency."""
        for gateway in self.objects():
            for minor in (1, 1999):
                request, key = self.request(gateway, minor), self.key()
                answer = gateway.refund(request, key=key)
                taken = answer.state in ("succeeded", "pending")
                need(taken, f"{request.amount} is {answer.state}")
                paid = self.paid(gateway, key)
                need(paid is None or paid == request.amount, f"{paid} were paid")

    @promise("refund-reference")
    def test_has_a_reference_to_look_it_up_by(self) -> None:
        """People find it on the provider's pages."""
        for _, _, _, answer in self._asked():
            need(answer.reference, "there is no reference")

    @promise("find-unknown")
    def test_finds_nothing_under_a_key_that_was_never_used(self) -> None:
        """None, and nothing else: no error, and no refund of another key."""
        for gateway, request, _, _ in self._asked():
            found, fault = outcome_of(gateway.find_refund, request, key=self.key())
            need(fault is None, f"it raised {fault}")
            need(found is None, f"it found {found}")

    @promise("find-paid")
    def test_finds_what_it_paid(self) -> None:
        """The same reference, and no other outcome than it gave."""
        for gateway, request, key, answer in self._asked():
            found = gateway.find_refund(request, key=key)
            need(found is not None, "it does not find what it paid")
            self._check_answer(found)
            need(found.reference == answer.reference, f"it found {found}")
            changed = answer.state == "succeeded" and found.state != "succeeded"
            need(not changed, f"{answer}, then {found}")

    @promise("find-changes-nothing")
    def test_pays_nothing_by_looking(self) -> None:
        """Looking a refund up does not ask for it."""
        for gateway in self.objects():
            request, key = self.request(gateway), self.key()
            for _ in range(2):
                found = gateway.find_refund(request, key=key)
                need(found is None, f"looking made {found}")

    @promise("refund-refused")
    def test_refuses_more_than_was_paid(self) -> None:
        """Failed for certain, or PermanentFailure; never paid, never unknown."""
        for gateway in self.objects():
            request, key = self.request(gateway, 10**14), self.key()
            answer, fault = outcome_of(gateway.refund, request, key=key)
            if fault is None:
                need(answer.state == "failed", f"it is {answer.state}")
            else:
                refused = type(fault).__name__ == "PermanentFailure"
                need(refused, f"it raised {type(fault).__name__}: {fault}")

    @promise("gateway-errors-typed")
    def test_fails_with_errors_that_say_what_was_paid(self) -> None:
        """Without a network: temporary, or unknown; never failed, never a crash."""
        for gateway in self.objects():
            request, key = self.request(gateway), self.key()
            with self.cut_off():
                for question in (gateway.refund, gateway.find_refund):
                    answer, fault = outcome_of(question, request, key=key)
                    self._check_cut_off(answer, fault)

    def _check_cut_off(self, answer: Any, fault: Any) -> None:
        if fault is None:
            failed = answer is not None and answer.state == "failed"
            need(not failed, "without a network it says that nothing was paid")
            return
        kind = type(fault).__name__
        need(isinstance(fault, PluginFailed), f"it raised {kind}")
        need(kind != "PermanentFailure", "without a network it refuses for good")

    def cut_off(self) -> Any:
        """Return a context in which the provider cannot be reached."""
        return no_network()
