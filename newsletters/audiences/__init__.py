"""Who a newsletter is for: a rule, which becomes a query, and a sentence an editor can read.

Neighbours: draws on members, areas and organisations; knows nothing of what is written or sent.

Decisions: an audience is a rule and never a list, so it cannot go stale; it is evaluated when a mailing is
frozen. Consent is no part of a rule: nobody without it is ever in an audience.
"""
