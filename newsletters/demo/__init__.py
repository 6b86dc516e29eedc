"""The newsletters of the demo: an older issue in the archive, and the current one, which is sent.

Neighbours: steps of `settings.DEMO_STEPS`; picks the pages that the ground's steps made, by their slugs.

Decisions: the current issue is sent by the same action as from the admin, in the transaction that fills the
database. What follows (planning, handing over) is the worker's, as always.
"""
