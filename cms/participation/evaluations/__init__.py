"""What those who came say of a network day, anonymous by construction.

An `Evaluation` is made from the day's programme and opens by itself at its end (`opening`). Two tables know
of a person and of an answer, and nothing leads from one to the other: a `Respondent` says that somebody has
begun, an `AnswerSheet` holds what somebody says. Which sheet is whose, only the person's own browser knows,
by a secret of which the hash alone is stored (`actions`). When it closes, the sheets are dissolved into
counts and shuffled texts for each question, and whatever fewer than five said is not kept (`sealing`).

Neighbours: `invitations` tells who came, and sends the letters; its day pages in the admin lead here.

Decisions: nothing of the answers is shown before it closes, as whoever looks twice would else read the
answer that came in between. Closing is final. A mailed link begins a sheet and opens none, so it may be
forwarded. What remains: somebody who reads the database while it changes, or compares two copies of it, can
see who began and which sheet was taken at that moment; so can whoever reads the web server's own log of
addresses and times beside it.
"""
