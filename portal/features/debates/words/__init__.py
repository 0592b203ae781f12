"""What states and kinds of public debates are called."""
