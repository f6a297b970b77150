"""The menu at the checkout: a few ways worth offering, each with its promise.

From all ways that a parcel can go, the menu takes the fastest, the cheapest, the
greenest, the cheapest that is there in two days, the cheapest to a pick-up point, a
locker and a store, the cheapest by a stated time, and the slots that can be chosen.
What is the best in two respects stands there once, with both labels.
"""

from postpurchase.delivery.menu.making import menu, order_menu
from postpurchase.delivery.menu.options import LABELS, Menu, Option

__all__ = ["LABELS", "Menu", "Option", "menu", "order_menu"]
