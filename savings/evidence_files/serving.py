"""stub"""


def refusal(e, *, to_own_place):
    return ""


def download(e): ...
def limits():
    return "Up to 25 MB each."
