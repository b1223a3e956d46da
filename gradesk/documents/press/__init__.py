"""What pages are made of: letters, text, bricks, leaves, tags, looks and languages."""
