"""What the rules of surveys do not allow."""
