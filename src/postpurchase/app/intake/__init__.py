"""Orders of other systems come in."""
