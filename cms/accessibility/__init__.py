"""The accessibility statement that the Danish act on the accessibility of public bodies' websites asks for.

`models` is what editors keep: who answers, when and how the site was checked, and what is known to be wrong.
`views` says it in public at /tilgaengelighed/, to which /was leads; `reminders` writes to the secretariat
when the last check is eleven months old, and `panels` says the same on the admin's first page.

Neighbours: stands on `content` and `mail`, and nobody stands on it.

Decisions: whether the site conforms is nobody's choice but follows from the issues that stand open. What is
solved is kept in the register and no longer shown. Issues are written once, in Danish, and marked as Danish
on the English page: two texts of one fault would soon say different things.
"""
