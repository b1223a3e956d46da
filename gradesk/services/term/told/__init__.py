"""What is told of support: the board, what it costs and how that comes about, and what it did."""
