"""How the events of older releases are read: one step per schema number.

An entry `(tag, n): function` takes the JSON object of schema n to schema n + 1 and
is kept for ever. The first release has nothing to translate.
"""

from __future__ import annotations

from typing import Final

from postpurchase.stores.wire import Upcasters

UPCASTERS: Final[Upcasters] = {}
