"""Migrations of the helpdesk, one module each, named `helpdesk_NNNN_<room>`."""
