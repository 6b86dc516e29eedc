"""What editors see of how often pages are read, and how long it is kept.

Neighbours: `caching.counting` counts and adds up; this package reads and deletes. It knows no reader: the
table has a page, a day and a number.
"""
