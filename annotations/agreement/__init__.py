"""How far annotators agree, in the terms of the field: kappa, alpha, F1, with intervals.

Articles become counts (`units`, `spans`), counts become figures (`coefficients`), and articles drawn again and again
become intervals (`bootstrap`); `report` puts them together. Nothing here is imported before somebody asks.
"""

from annotations.agreement.measured import Measured
from annotations.agreement.report import Agreement, ArticleFigures, Confusion, Figure, Measure, agreement

__all__ = ["Agreement", "ArticleFigures", "Confusion", "Figure", "Measure", "Measured", "agreement"]
