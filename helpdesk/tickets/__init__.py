"""Tickets: what is wrong, who has it, and how it ends."""
