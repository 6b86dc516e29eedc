"""What this package tells those who stand on it and keep organisations elsewhere than in a foreign key.

A newsletter's audience holds ids in a rule, as JSON; the ground knows nothing of newsletters, so it says what
happens and they act on it.
"""

from django.dispatch import Signal

# Before: `organisation`. A receiver returns a `queries.Reference`: what of its own would change.
references_asked = Signal()
# Inside the transaction: `kept`, `gone`, `now`. An exception in a receiver takes the whole merge back.
organisations_merged = Signal()
