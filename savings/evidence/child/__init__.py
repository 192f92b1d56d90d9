"""What reads PDFs and pictures: a program of its own, started for one file by `savings.evidence.confined`.

The libraries that read them are large, written in C and C++, and have had holes. Here a hole gives away one
file: the child has no settings, no keys, no way to the database, and little memory and time.
"""
