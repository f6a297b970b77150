"""Tracking numbers: which carriers a number can belong to, and what it says.

Tables of the carriers' number formats, their check digits, and `identify`,
which reads a number by all of them.
"""

from __future__ import annotations

from postpurchase.delivery.numbers.identifying import Candidate, identify

__all__ = ["Candidate", "identify"]
