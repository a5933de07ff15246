"""Nouns every app shares: the clock, money, the financial year, the ledger's abstract entry. No tables."""
