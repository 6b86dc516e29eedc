"""First-mover stories: who did what, with which result.

Neighbours: a story belongs to an organisation and is about areas and goals; topic pages and letters show it.

Decisions: the parts of a story (challenge, approach, results, lessons) are fields and not free text, so that
a story can be read in a minute, compared, filtered and reused in a letter without being written twice.
What one level alone needs to hear is its own text (`lenses`) beside the facts that all share, with an address
of its own, so that a link leads a council to the text for those who decide. Printed, a story is one page.
"""
