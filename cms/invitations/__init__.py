"""Network days: page, seats, calendar entry and letter share this one record.

A seat is a `Registration`; `seating` alone decides whose turn it is, under the lock of the day's own row, and
`telling` writes the letters in the same transaction.

The invitation is alive: `facts` keeps what a page said, each registration points at what its person was told,
and `changing` drafts the difference; nothing goes out before an editor says so. `reminders` go by rule.

Neighbours: a day belongs to a season and is about areas and goals; the network page and the letters find
the next one here.

Decisions: times are aware and shown in Copenhagen's time. What a reader needs (place, price, deadline, seats,
contact) are fields of their own, so that page, letter and calendar never tell different stories. The
calendar entry's UID comes from the page's translation key, so it stays the same when the page moves. People
are registered for the page that was written first, in whichever language they read. A pass is a signature
over the seat and nothing that is kept, so it dies with the seat it was made for.
"""
