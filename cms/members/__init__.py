"""The people of the network: accounts, members and their consents.

Neighbours: a member belongs to an organisation, is interested in areas and says yes to series; audiences are
drawn from here.

Decisions: an account (`User`) is what signs in, a `Member` is a person in the network; the two meet by e-mail
and are kept apart, because editors need no membership and members need no password. Consent to a series is
a row of its own with its wording and its times: it is given, withdrawn, given again, never edited. That an
address takes no mail (`Suppression`) is known by a keyed hash of it, so that it outlives an erased member.

Joining (`joining`) is double opt-in: what a visitor typed waits as a `SignUp`, and a press behind the link in
a letter makes the member. A worker (`answering`) decides which letter an address gets, so that a visitor's
request is the same, and as quick, for every address. `limits` counts in the database, in keyed hashes.
"""
