"""What goes on by itself: loading while somebody types, backups, tidying, and beginning anew when it is locked."""
