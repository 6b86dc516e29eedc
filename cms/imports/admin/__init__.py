"""The admin's doors to imports: upload, columns, preview, progress, undo, and the files to download.

Each view asks `queries` and calls one action. Only who may add and change members comes in (`access`); one
address shows an import wherever it is, so that nobody has to know which page comes next.
"""
