"""The site around the features: start page, preferences, health, failure pages, what every page is given."""
