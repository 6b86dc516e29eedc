"""The admin's doors to delivery: sending, watching, stopping, proving.

Each view asks `queries` and calls one action. Only who may send newsletters comes in (`access`); what
cannot be taken back is asked for twice (`control`).
"""
