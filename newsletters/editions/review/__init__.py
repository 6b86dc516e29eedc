"""What is wrong with a newsletter before it may go out. Each fault says which block, why, and what to do.

Neighbours: reads what `rendering` makes and what the blocks hold; `delivery` asks for the faults before it
freezes a letter, and the editor sees all of them beside the form.

Decisions: a rule is one function from a `Draft` to faults and knows no other rule; `rules.RULES` is the list
of them. Only what would harm a reader stops a letter: the rest is advice, because rules that cry wolf are
not read. The draft is rendered once and its pages are fetched together, whatever the number of rules.
"""

from .fault import Fault, Severity
from .reviewing import faults, review

__all__ = ["Fault", "Severity", "faults", "review"]
