"""Receipts."""


def text(customer: str, cents: int) -> str:
    return f"{customer}: {cents / 100:.2f}"
