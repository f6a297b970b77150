"""Watching orders: what is wrong, since when, whose it is, and what to do next.

1. `kinds`: what can be wrong, as one table;
2. `thresholds`: how long is too long, per carrier and service;
3. `concerns`: a finding with the time from which on it is true;
4. `preparing`, `carrying`, `lateness`, `arriving`: the detectors, by where the
   order is;
5. `examining`: what opens, what closes, when to look again;
6. `causes`: findings that recur, with what they cost.
"""
