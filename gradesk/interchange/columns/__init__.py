"""What the columns of a list are, and what their cells say."""
