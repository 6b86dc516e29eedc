"""What comes back: a provider's reports → how each letter fared → whether a member's mail arrives.

Neighbours: names the letters of `delivery`, and writes what it learns of a person through `cms.members`.

Decisions: only reports with a reference that we made, and with the message id that we were given, count;
all others leave no row. A report is one row, once, and what is made of it is worked out from all rows of the
letter, so reports may come in any order, late, and many times. Opened and clicked are never kept: we do not
follow people. A dead address and a complaint stop mail at once, a full mailbox only when it lasts; a person
can lift it, and what was reported before that does not stop it again. Reports are forgotten after 90 days.
"""
