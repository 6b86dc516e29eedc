"""Network days in the admin: the list of invitations, and what an editor does on and around the day itself."""
