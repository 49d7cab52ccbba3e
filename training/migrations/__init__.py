"""Migrations of training, one module each, named `training_NNNN_<room>`."""
