"""How a newsletter goes out: Mailing, Batch, Delivery; planning, sending, settling, proving, unsubscribing.

Neighbours: freezes what `editions` renders for whom `audiences` means; hands over through `cms.mail`;
`tracking` raises a delivery's state by what the provider reports.

Decisions: rows are the truth and a task is only a doorbell, so a lost task loses nothing. Three short
transactions, none open across the network: *freeze* (`planning`), *claim* (`claiming`), *result*
(`recording`). A claim is committed before anything leaves and bears its worker's number; a lock that the
kernel keeps says whether that worker lives (`liveness`). What a dead worker left is settled by evidence
(`settling`) or by a named person, never by a hopeful retry: for newsletters a missing copy is cheaper than
a second one. A restored or copied database sends nothing by itself (`fuse`).
"""
