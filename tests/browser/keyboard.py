"""What a person does who has a keyboard and no mouse: go on by Tab, pick by arrow, press by Enter or Space."""

NAME = """() => {
  const it = document.activeElement
  const labels = [...(it.labels ?? [])].map((label) => label.innerText)
  return (labels.join(' ') || it.getAttribute('aria-label') || it.innerText || '').trim()
}"""
FURTHEST = 80


class Keyboard:
    """Keys sent to a page. `strokes` counts them."""

    def __init__(self, page):
        self.page, self.strokes = page, 0

    def press(self, key):
        self.page.keyboard.press(key)
        self.strokes += 1

    def type(self, text):
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.strokes += len(text)

    @property
    def here(self):
        """What the thing with the focus is called."""
        return self.page.evaluate(NAME)

    def tab_to(self, name):
        """Go on to what is called so."""
        passed = []
        for _ in range(FURTHEST):
            self.press("Tab")
            if self.here.startswith(name):
                return
            passed.append(self.here)
        raise AssertionError(f"{name} is not reached by Tab, only {passed}")

    def fill(self, name, text):
        self.tab_to(name)
        self.type(text)

    def pick(self, name):
        """Go on to the next group of radio buttons and pick one of it."""
        while self.page.evaluate("document.activeElement.type") != "radio":
            self.press("Tab")
        if self.here.startswith(name):
            self.press("Space")
        for _ in range(FURTHEST):
            if self.here.startswith(name):
                self.press("Tab")
                return
            self.press("ArrowDown")
        raise AssertionError(f"{name} is not in this group")

    def choose(self, name, option):
        """Go on to a list and choose from it by its first letters."""
        self.tab_to(name)
        self.page.keyboard.type(option)
        self.strokes += len(option)

    def do(self, name):
        """Go on to a button or link, press Enter, and wait for the page it leads to."""
        self.tab_to(name)
        with self.page.expect_navigation():
            self.press("Enter")

    def unfold(self, name):
        self.tab_to(name)
        self.press("Enter")
