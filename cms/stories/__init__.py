"""First-mover stories: who did what, with which result.

Neighbours: a story belongs to an organisation and is about areas and goals; topic pages and letters show it.

Decisions: the parts of a story (challenge, approach, results, lessons) are fields and not free text, so that
a story can be read in a minute, compared, filtered and reused in a letter without being written twice.
"""
