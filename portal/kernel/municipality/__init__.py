"""The municipality: its names, offices, units, topics, settlements, calendar and promises.

Seeded by a readable profile, changed on audited pages afterwards; nothing of one place stands in code.
"""
