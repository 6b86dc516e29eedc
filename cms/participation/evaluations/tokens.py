"""Two secrets that have nothing to do with each other: the mailed link, and that of a sheet.

The mailed link is a signature over a registration, like a colleague's pass (`cms.invitations.tokens`): it
begins a sheet, once, and opens none. The sheet's secret is 256 random bits that are made with the page on
which one begins, so that a second press of its button brings the same sheet; of it, the hash alone is kept.
"""

from cms.members.tokens import hash_of, make_token

EVALUATION = "participation.evaluation"
SHEET = b"participation.sheet:"


def make_secret() -> str:
    """43 characters that a cookie and an address may hold."""
    return make_token()


def hash_of_secret(secret: str) -> str | None:
    """What is kept of a secret, or None for a text that cannot be one."""
    return hash_of(secret, SHEET)
