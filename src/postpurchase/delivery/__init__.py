"""Delivery: what is promised, who carries it, where it is, and what is wrong.

Pure like the floors below it: times come in, and whoever has I/O, a clock or
plugins asks from above.
"""
