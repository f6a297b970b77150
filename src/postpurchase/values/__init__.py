"""What exists outside any shop, equal by value.

Ids, money, measures, addresses, contacts, working days, times, references to
personal values, and the answers that plugins give. Nothing here knows a clock, a
store or a plugin.
"""
