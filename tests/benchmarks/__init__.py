"""How fast are the hot paths against the database's own speed, in the same run on the same machine?

`throwaway` the database it happens in, `sample` the rows, `measures` time and memory, and one module for each path.
"""
