"""What is written: newsletters, the blocks they are made of, how they become a letter, and what
is wrong with them.

Neighbours: picks invitations, stories and areas from `cms` and takes words and pictures from
them; `delivery` freezes what `rendering` makes.

Decisions: `rendering.render` is the only way from a page to a letter, in the preview as in the
sending. The plain-text part is written block by block, because text converted from HTML reads
badly aloud. What a letter says to one person stands in it as a placeholder, so one rendering
serves everybody.
"""
