"""The demonstration: invented orders live a week of their lives in a few seconds.

`stories` says as data who ordered what and what becomes of it, `shop` opens a shop
in memory with a clock to turn, `playing` drives it through its ordinary face, and
`board` draws what it says.
"""
