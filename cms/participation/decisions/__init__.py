"""How a season ends: members say what should come next, editors write the options, members vote, and the
network says what was decided; and each member renews, rests or says goodbye.

Neighbours: `seasons` has the period, `members` the people, `mail` carries the letters.

Decisions: where a decision stands follows from its dates and the clock, and is written down nowhere. The
ballot is secret: nobody is shown a number before it closes; then `tick` counts once, and deletes who voted
for what. Not answering whether one renews changes nothing. To rest is a date on the member: until then no
newsletter goes to them (`newsletters.audiences`).
"""
