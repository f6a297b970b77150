"""A shop takes goods back, pays for them, and sees why they come."""
