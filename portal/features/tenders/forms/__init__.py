"""What people fill in about public calls."""
