"""Claims and figures as files: `columns` what stands in them, `rows` which rows, `files` one taking of one file."""
