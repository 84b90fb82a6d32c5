"""Logistic regression on sparse 0/1 features by L-BFGS, with a fixed offset and weights per row."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import minimize


def fit(  # noqa: PLR0913  (all but two have defaults)
    features: Any,
    target: Any,
    *,
    penalty: float,
    importance: Any = None,
    offset: Any = None,
    steps: int = 80,
    constant: bool = True,
) -> Any:
    """The weights, the last of which is the constant; ``penalty`` is that of their squares."""
    rows, columns = features.shape
    transposed = features.T.tocsr()
    importance = np.ones(rows, np.float32) if importance is None else importance
    start_from_rate = constant and offset is None
    offset = np.zeros(rows, np.float32) if offset is None else offset

    def loss(point: Any) -> tuple[float, Any]:
        weights = point[:-1].astype(np.float32)
        score = features @ weights + np.float32(point[-1]) + offset
        likely = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
        cost = float((importance * (np.logaddexp(0, score) - target * score)).sum()) + 0.5 * penalty * float(
            weights @ weights
        )
        residual = (importance * (likely - target)).astype(np.float32)
        gradient = np.empty(columns + 1)
        gradient[:-1] = transposed @ residual + penalty * weights
        gradient[-1] = residual.sum() if constant else 0.0
        return cost, gradient

    begin = np.zeros(columns + 1)
    if start_from_rate:
        begin[-1] = np.log((target.sum() + 1) / (rows - target.sum() + 1))
    return minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": steps}).x
