"""Foreign shapes of orders, read into commands, and effects sent back.

A body is decoded by `decoding`, taken apart into records by `documents`, read
by the source's own module (`shopify`, `woocommerce`, `csv_orders`) into an
`OrderSnapshot`, and turned by `reconcile` into the commands that bring an
order there.
"""
