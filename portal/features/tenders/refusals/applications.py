"""What the rules of applications do not allow, each in a sentence."""
