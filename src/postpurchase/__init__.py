"""Everything that happens to an order after checkout."""
