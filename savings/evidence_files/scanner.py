"""stub"""


def is_set():
    return False
