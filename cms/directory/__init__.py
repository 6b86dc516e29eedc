"""The directory of members: who said yes to being found, what they show, and letters from one to another.

Neighbours: `members` has the people, `accounts` tells whose account is whose, `mail` carries the letters.

Decisions: nobody is here without having said yes (`Entry`), and each field is shown only where its owner says
so; a filter finds only those who show what it asks for, or it would tell what they do not show. Addresses are
shown to nobody: a letter goes through the site, bounded in number, and is answered on the site. What was
written is kept by nobody here: a `Note` counts that somebody wrote, and goes after 30 days. The name that is
searched in follows the member's own: at once where a member is saved, and within a minute (`sweeping`) where
many are written without it.
"""
