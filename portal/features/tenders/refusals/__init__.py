"""What the rules do not allow, each in a sentence."""
