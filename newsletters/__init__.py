"""What goes out by mail: who it is for, what is written, how it goes out, what comes back.

Neighbours: stands on `cms`; knows nothing of `home`. Inside it, `audiences → editions → delivery →
tracking`; each may know those before it.

Decisions: publishing is not sending. A newsletter is a page that can be published, corrected and
archived; a mailing is one frozen sending of it, and its ledger is never rewritten by what happens
to the page.
"""
