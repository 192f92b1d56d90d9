"""Does the site run where somebody did what docs/running.md says, and nothing else?

`python -m tests.installed` types the page's commands on a machine that is made for it and thrown away: a folder, a
PostgreSQL and nginx of its own. `--here` types them on this machine as they stand: as root, on one that is empty.
"""
