"""Fits the weights of the number rules."""
