"""The customer: what a shop owes somebody beyond one order, as a ledger of its own.

A customer has a stream of events beside the streams of their orders: commands ask,
`decide` says what happens or why not, and `replay` makes the state. Floors `order`
and `customer` do not know each other; an order that is paid with store credit and
the ledger that it comes from follow each other by reaction, after the commit.

No personal value is here: a customer is known by a pseudonym that the shop gives.
"""
