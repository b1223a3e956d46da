"""What tables a school’s file has, the triggers in it, and how an older file is brought up to them."""
