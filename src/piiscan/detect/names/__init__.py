"""Finds persons' names: candidates from lists and shapes, judged by a linear model whose weights are data."""
