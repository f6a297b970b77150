"""`postpurchase credit`: what store credit a customer has."""

from __future__ import annotations

from typing import Annotated

import typer

from postpurchase.cli.commands.showing import Locale
from postpurchase.cli.common import Store
from postpurchase.cli.printing import write, write_document
from postpurchase.cli.session import Session

CustomerName = Annotated[
    str, typer.Argument(metavar="CUSTOMER", help="The customer's id in the shop.")
]


def credit(
    session: Session, customer: CustomerName, store: Store, locale: Locale = "en"
) -> None:
    """Say what store credit a customer has, where from, and until when.

    Example: postpurchase credit c7 --store sqlite:///shop.db --locale pl
    """
    from postpurchase.app.history.accounts import account_document

    with session.open(store) as shop:
        said = shop.explain_credit(customer, locale=locale)
        found = account_document(shop.customer(customer))
    if session.json:
        write_document(found)
        return
    for sentence in said:
        write(sentence)
