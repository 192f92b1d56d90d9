"""Evidence files: everything between bytes that arrive and bytes that leave.

`receiving` streams what is sent to a temporary file; `examining` says what it is, or refuses it; `scanner` asks a
virus scanner; `store` keeps it; `preview` and `serving` show it and give it back. `savings.workflow.filing` does
the first four in turn and writes the rows.
"""
