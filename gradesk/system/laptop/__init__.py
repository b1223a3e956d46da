"""What the laptop does and can do: sleep, lock, be looked at, run work in a process of its own."""
