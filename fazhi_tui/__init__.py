"""法治自评: self-assessment of rule-of-law indicators, from clause to ledger to rectification."""

__version__ = "0.1.0"
