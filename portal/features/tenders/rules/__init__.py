"""What holds for public calls without anybody doing anything."""
