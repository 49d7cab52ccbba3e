"""Being signed in: passwords tried, sessions kept, sessions ended."""
