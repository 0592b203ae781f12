"""What the rules of public debates do not allow, each in a sentence."""
