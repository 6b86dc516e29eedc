"""The network's period: membership, days and evaluation hang on it.

Neighbours: invitations belong to a season. Edited as a snippet, because an editor makes one a year and
picks it on each invitation.
"""
