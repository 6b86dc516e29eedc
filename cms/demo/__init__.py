"""What `manage.py demo` fills an empty database with: a whole network to look at and to try things on.

Neighbours: the command runs the `fill(report)` functions of `settings.DEMO_STEPS` in order; `home.demo` and
`newsletters.demo` bring theirs. A step finds what an earlier one made by its slug or its code.

Decisions: the words are text files in `texts/`, so that whoever writes Danish need not write Python. People
are invented and live at `example` domains. Dates are counted from today, so that the demo never grows old.
All is made in one transaction with a note in Wagtail's log (`marker`): a database that was filled once is
never filled again, whatever a person has changed or deleted since.
"""
