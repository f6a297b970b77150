"""What carriers say about a parcel: one vocabulary, facts, and their fold."""
