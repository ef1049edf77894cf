"""Indicator sets and duties as people write them: TOML into values, or all its problems at once."""
