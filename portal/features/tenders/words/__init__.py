"""What kinds, phases and states are called."""
