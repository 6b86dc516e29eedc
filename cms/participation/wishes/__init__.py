"""»Du sagde → vi gjorde«: what members wish for, who else wants it, and what the network did about it.

Neighbours: `members` has the people, `invitations` the days that answer, `stories` what else was done.

Decisions: a wish is seen by members at once and by everybody when an editor has let it through; whose it is
and who voted is told to nobody but editors (the author) or nobody at all (the voters). A confidential case is
seen by editors alone, whatever else is done with it. That a wish is answered is not written down: a published
day that cites it says so, and takes it back when it is unpublished. Nobody is written to about it, as a day
may answer a wish of hundreds; one's own wishes and where they stand are on »Min side«.
"""
