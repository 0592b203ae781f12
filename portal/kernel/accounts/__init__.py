"""People, roles, sign-in, second factor, sessions; and the bridge from a host's users."""
