"""How a newsletter goes out: Mailing, Batch, Delivery; planning, sending, unsubscribing.

Neighbours: freezes what `editions` renders for whom `audiences` means; hands over through
`cms.mail`.

Decisions: rows are the truth and a task is only a doorbell, so a lost task loses nothing. A
mailing's text and audience are frozen when *Send* is pressed, its ledger is written in one
transaction, and a batch is claimed and committed before it is handed over: a worker that dies in
between leaves a batch that is listed as unknown and never sent again by itself. For newsletters a
missing copy is cheaper than a second one.
"""
