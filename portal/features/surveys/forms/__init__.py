"""What staff fill in for surveys."""
