"""The school itself: set up and opened, its people, its year, its training and its logo."""
