"""What every feature may lean on; it knows no feature."""
