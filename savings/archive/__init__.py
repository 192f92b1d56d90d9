"""Backups: what a site holds, in one file that either database can be filled from, and that people can read without us.

`snapshot` reads all tables as they stand at one moment while people go on working; `backup` puts them, the evidence
files they name and a manifest into a sealed ZIP; `contents` finds what is wrong with one, by name;
`restored_tables` fills an empty database from it, all or nothing; `evidence` puts the files back. `values` says how
a value is written, the same from both databases, so that a table's SHA-256 tells whether two databases hold the same.
"""
