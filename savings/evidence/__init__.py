"""Evidence files: everything between bytes that arrive and bytes that leave.

`upload_handler` streams what is sent to a temporary file; `examination` says what it is, or refuses it; `scanner` asks
a virus scanner; `store` keeps it; `preview` and `download` show it and give it back. `savings.workflow.evidence`
does the first four in turn and writes the rows.
"""
