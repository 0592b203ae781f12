"""What a legal text is made of and how its versions differ: pure functions, no database, no web."""
