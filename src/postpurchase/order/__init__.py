"""The order: what may be asked of it, what happens to it, and what it is then.

Everything here is pure: no clock, no chance, no input or output. Read it in this
order:

1. `transitions`: what may become what, as five tables;
2. `quantities` and `commands`: what may be asked, in the imperative;
3. `events`: what can happen, in the past tense;
4. `model`: the order as it stands, with `grid` for its units, `parcels`, `ledger`
   for its money, `holds`, and `lines` for looking at it;
5. `decide`: the rules, one module for each family of commands, with `checks` for
   what several of them ask and `amounts` for what things cost;
6. `evolve`: how events make the order what it is now, with `quick` for making
   the many small records;
7. `status`: the three statuses, derived.

``decide(order, command)`` answers with events or refuses;
``replay(events, order)`` gives the order after them.
"""
