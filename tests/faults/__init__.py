"""Proof of delivery's promise by injected faults: `python -m tests.faults --short`.

Real parts only: a real database, real worker processes that die of a real SIGKILL, Anymail's real backends
over real HTTP on 127.0.0.1 to a provider that counts, for itself, what each recipient got. After each fault
the provider's counts are held against the ledger (`invariants`). The faults are those of the delivery
plan, F01 to F47; `cases` has one small function for each.

`databases` makes and breaks databases, `provider` and `shapes` are the mail provider, `zygote` and `worker`
the processes that send, `stage` what a case works with, `lane` runs the cases of one database and one class
of provider, `soak` kills at random, `report` prints.

What it does not prove: a power cut (nothing here loses what was synced), a provider that breaks its
own word on keys or lists, or takes longer to list a letter than the quiet time, and a database that fails
over to a replica which has not got the last commits.
"""
