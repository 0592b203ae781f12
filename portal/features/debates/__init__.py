"""Public debates on draft decisions; the declaration comes with its pages."""
