"""Organisations that act on the portal: their people, who may do what in their name, and parties that apply."""
