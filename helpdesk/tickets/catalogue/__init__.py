"""What a ticket can be about, which team answers for it, and which bodies stand outside."""
