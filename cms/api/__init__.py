"""The headless face: what other front ends read.

Neighbours: stands last in the ground, so it may know every noun in it. Pages, pictures and
documents are read through Wagtail's own API v2, which is stable. Wagtail's v3 (read and write) is
a preview and may change in any release: it is mounted under a path that says so, and shows its
documentation only where a setting allows.
"""
