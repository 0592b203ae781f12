"""What people do with public calls: the staff, applicants, the commission; one room each for what belongs together."""
