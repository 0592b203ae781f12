"""What the rules of commissions do not allow, each in a sentence."""
