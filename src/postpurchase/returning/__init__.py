"""Returns: policies, statutes, ways back, reasons and claims, all of them pure."""
