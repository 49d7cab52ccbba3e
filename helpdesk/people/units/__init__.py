"""Provinces, communes and departments under the names they bear and bore."""
