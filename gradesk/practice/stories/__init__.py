"""What happened to them, written through the services as a school would write it."""
