"""What people want to know about surveys; read only."""
