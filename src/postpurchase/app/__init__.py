"""The application: what a host imports."""

from postpurchase.app.face import PostPurchase
from postpurchase.service import Outcome, Work

__all__ = ["Outcome", "PostPurchase", "Work"]
