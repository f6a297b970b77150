"""What happened to an order: told, explained, and as documents."""
