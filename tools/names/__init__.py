"""The parts of ``tools/fit_names.py``, which fits the weights of the name model."""
