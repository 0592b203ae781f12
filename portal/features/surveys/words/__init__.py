"""What things of surveys are called."""
