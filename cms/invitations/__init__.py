"""Network days: page, seats, calendar entry and letter share this one record.

Neighbours: a day belongs to a season and is about areas and goals; the network page and the letters find
the next one here.

Decisions: times are aware and shown in Copenhagen's time. What a reader needs (place, price, deadline, seats,
contact) are fields of their own, so that page, letter and calendar never tell different stories. The
calendar entry's UID comes from the page's translation key, so it stays the same when the page moves.
"""
