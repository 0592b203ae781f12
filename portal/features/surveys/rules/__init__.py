"""What holds of questionnaires, answers and numbers without anybody doing anything."""
