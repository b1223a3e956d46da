"""What pages are built of: cards, tables, lists, heads, and how they flow over sides."""
