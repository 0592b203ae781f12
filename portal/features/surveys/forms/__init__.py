"""What the working group and clerks fill in about surveys."""
