"""Municipalities, regions and other bodies that people work for.

Neighbours: members and stories belong to an organisation. `data/` holds Denmark's 98 municipalities and its
regions with their official codes, domains that are surely theirs, and where each stands on a map of tiles.

Decisions: an organisation is never deleted while somebody belongs to it; one that ends gets a last day and a
`successor`. So when two regions become one, nobody edits a row: what something *is* on a day is asked
(`as_of`, `meant_by`), never written. Merging is another thing: an editor says that two are one, and all that
points at the one moves. Those who keep ids elsewhere than in a foreign key are told by a signal, because
the ground does not know them (`signals`).
"""
