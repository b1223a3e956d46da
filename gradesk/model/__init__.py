"""The words of the product: what a school's special needs work consists of. No session, no file, no screen."""
