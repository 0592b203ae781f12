"""What people fill in about public debates."""
