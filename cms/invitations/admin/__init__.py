"""Network days in the admin: the list of invitations, and what an editor does around the day and on it."""
