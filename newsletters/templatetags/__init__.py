"""What the templates of letters need besides Django's own tags."""
