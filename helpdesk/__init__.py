"""The helpdesk of the communes: people, tickets and the application around them."""
