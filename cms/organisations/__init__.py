"""Municipalities, regions and other bodies that people work for.

Neighbours: members and stories belong to an organisation. `data/organisations.csv` holds Denmark's 98
municipalities and five regions with their official codes.

Decisions: an organisation is never deleted while somebody belongs to it; one that ends gets a last day
(`valid_to`), so that its members keep it until they are moved.
"""
