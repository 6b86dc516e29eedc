"""The second person's yes: this letter, exactly as it is, may go to this audience.

Neighbours: takes the letter from `editions` and the rule from `audiences`; `delivery` asks before it freezes.

Decisions: what is approved is bound to the hash of everything a reader gets and to the audience's rule, so
whatever is changed afterwards, by whomever, voids it by itself. What the second person saw is kept, so that
the difference can be shown. Nobody approves what they asked for themselves; a site setting turns the second
person off, because a small network may have one editor only.
"""
