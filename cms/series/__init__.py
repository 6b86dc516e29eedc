"""What members can subscribe to: each series of newsletters, and the words with which one says yes to it.

Neighbours: a member's consent (`members`) is to one series; a newsletter's archive (`newsletters.editions`)
belongs to one, which gives its letters their List-Id.

Decisions: a series stands here and not with the newsletters, because joining and the member's choices know
it without knowing what a newsletter is. The words of a consent are rows in versions: a row that somebody has
said yes to is never changed, and holds no person. A series is closed, never deleted.
"""
