"""Following a thing by e-mail: with an account or with a confirmed address, left again by one click."""
