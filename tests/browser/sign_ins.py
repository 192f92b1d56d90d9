"""Who can sign in to the demonstration? These addresses are promised to people outside the code."""

EMAILS = [
    "officer@practice.example",
    "finance@practice.example",
    "officer@kent.example",
    "officer@croydon.example",
    "partner@practice.example",
    "reviewer@treasury.example",
    "lead@treasury.example",
    "analyst@treasury.example",
    "admin@treasury.example",
]
