"""What is given beyond the class: its maps, its registers, and what was promised and done."""
