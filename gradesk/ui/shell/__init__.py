"""The window around the screens: first start, unlocking, navigation, search and messages."""
