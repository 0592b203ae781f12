"""What people fill in about problems: citizens, units and those who dispatch, the administrator."""
