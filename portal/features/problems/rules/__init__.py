"""What holds of problems without anybody doing anything: clocks, places, the questions of a category."""
