"""The menu and the trail in templates."""
