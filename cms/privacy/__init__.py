"""What the network says of what it keeps: the public page on privacy, and the file of everything about a
person.

Neighbours: both are made from the declarations in `holdings`, and know nothing of what is declared there.

Decisions: the table on the page is no text that somebody wrote beside the code: its periods are the constants
by which `manage.py tick` deletes. The file is JSON for programs (GDPR article 20) and HTML for people, which
asks the net for nothing; both are written row by row, so a long membership takes no more memory than a short
one.
"""
