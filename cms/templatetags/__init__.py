"""What the public templates say in one word: goal tiles, covers, Danish dates, the season rail."""
