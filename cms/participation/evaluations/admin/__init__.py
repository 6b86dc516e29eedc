"""The evaluation of a day in the admin: what is asked, how many have answered, and what came of it."""
