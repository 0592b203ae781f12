"""What the archive reckons with."""
