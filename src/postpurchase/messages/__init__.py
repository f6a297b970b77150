"""What people are told: each event in a sentence of the reader's language."""
