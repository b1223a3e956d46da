"""The law's clocks: what starts each, how long it runs, and its sum in words, whatever holidays lie between."""
