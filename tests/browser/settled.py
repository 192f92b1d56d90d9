"""When has the page come that a click leads to? What is read at once may be of a page that has only begun."""


def settled(page):
    """Return the page once it has loaded, for `all`, `count`, `is_visible` and texts: they do not wait."""
    page.wait_for_load_state()
    return page
