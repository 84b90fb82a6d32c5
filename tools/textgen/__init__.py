"""Synthetic, labelled Japanese business text, to fit and calibrate the weights on."""
