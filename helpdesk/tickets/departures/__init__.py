"""Somebody leaves or moves: their open tickets are handed over by name, never left behind."""
