"""The garbage collector rests until the first paint: a start makes much and drops little."""

import gc


def rest() -> None:
    """Collect nothing for now."""
    gc.disable()


def thaw() -> None:
    """Collect again, but never look at what the start has made."""
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)  # a key makes some thousand values and hardly a cycle
    gc.enable()
