"""A shop promises, labels, follows, watches and learns from deliveries."""
