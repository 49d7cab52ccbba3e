"""Guides that officials read, their revisions and their steps."""
