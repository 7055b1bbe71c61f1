"""From a message to events, by rules: what it answers, puts right, takes back, wants beside that. Pure."""
