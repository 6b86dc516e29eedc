"""Importing members from a file: read, look at every row, run, undo for a day.

Neighbours: what is made are `members` and their consents; where they work is looked up in `organisations`.
What signs people up for days or writes to them does not know of imports: undoing finds what points at a
member by Django's own relations.

Decisions: the file is read once into rows and not kept. What happens to a row is decided by one function for
the preview and for the run (`deciding`), so that the preview cannot promise something else. A large import is
a stored cursor and batches of a thousand, each in one transaction; `tick` goes on with what a worker left. An
imported consent says where it comes from; a no that somebody gave, and an address that is stopped or erased,
are stronger than any file. Rows hold persons, so they are deleted after a day; the numbers stay.
"""
