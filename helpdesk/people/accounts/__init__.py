"""The people of the units: invited, trusted with roles, put into teams, never deleted."""
