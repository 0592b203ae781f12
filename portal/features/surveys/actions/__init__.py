"""What people do with surveys: prepare, open, answer, type in, read, publish."""
