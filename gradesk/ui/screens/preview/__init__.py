"""Pages before they are printed."""
