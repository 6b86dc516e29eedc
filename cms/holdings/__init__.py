"""What the network keeps about a person, said once: to the person, to editors, to the public, and to `tick`.

Neighbours: knows nobody. Every package that keeps something about people declares it in its `holdings.py`,
which its app imports when it starts, as it does with `letters.py`. From the declarations come the receipt on
»Min side«, the file of everything, the page before one is erased, the privacy page, and a member's history.

To declare: write `register(Holding(…))`, with a function that finds the rows of one `Person`. Say in `kept`
how long in words, and in `rules` what a clock ends: each `Rule` takes its period from the very constant that
its step of `manage.py tick` runs by. A check refuses a rule whose step is not run; a test fails when a table
points to a member or has a column for an address and no holding names it in `models`.
"""
