"""What people give back: what they wish for, what they say of a day, what the network decides.

Each noun has a package of its own, with the same file names in each: `evaluations` (what those who came say
of a day), `wishes` (what members want taken up, and how many), `decisions` (how a season ends).

Neighbours: stands on `invitations` and `members`, which do not know that it is there; the pages of the site
ask it through template tags. `decisions` may look at the two others, which do not know each other.
"""
