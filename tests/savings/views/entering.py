"""An officer at the pages of the journey, who goes where they lead."""

from uuid import uuid4


class Officer:
    """Goes from page to page as the redirects lead, and counts."""

    def __init__(self, client, person):
        self.client, self.pages, self.answers = client, 0, 0
        client.force_login(person)

    def open(self, address):
        page = self.client.get(address, follow=True)
        assert page.status_code == 200, address
        self.pages += 1
        return page

    def send(self, page, **answers):
        """Fill in `answers`, leave what stands on the page, and go where it leads."""
        self.answers += len(answers)
        boxes = self._standing(page) | answers
        response = self.client.post(page.request["PATH_INFO"], boxes | {"once": str(uuid4())})
        assert response.status_code == 302, response.text
        return self.open(response.headers["Location"])

    def _standing(self, page):
        form = page.context.get("form")
        boxes = {"seen": page.context.get("seen", "")}
        for box in form or []:
            value = box.value()
            if value not in (None, ""):
                boxes[box.html_name] = getattr(value, "pk", value)
        return boxes

    def cite(self, page, entry, **answers):
        self.answers += len(answers)
        form, boxes = page.context["entries"][entry], {}
        for box in form:
            if box.is_date:
                parts = box.field.widget.parts(box.value())
                boxes |= {f"{box.html_name}-{part}": value for part, value in parts.items()}
            elif box.value():
                boxes[box.html_name] = box.value()
        answers = {form.add_prefix(name): answer for name, answer in answers.items()}
        sent = boxes | answers | {"entry": entry, "once": str(uuid4())}
        response = self.client.post(page.request["PATH_INFO"], sent)
        assert response.status_code == 302, response.text
        return self.client.get(response.headers["Location"])

    def go_on(self, page):
        response = self.client.post(page.request["PATH_INFO"], {"then": "next"})
        return self.open(response.headers["Location"])


def state(officer, saving, theme, **service):
    """The pages as far as the evidence."""
    page = officer.open("/claims/new/")
    page = officer.send(page, what_changes="One desk", theme=theme, kind_of_gain="cashable")
    page = officer.send(page, service_level="same", **service)
    page = officer.send(page, baseline_amount="9,000,000", baseline_kind="budget")
    row = page.context["form"].tables[0].prefix + "-0"
    amounts = {"saving": saving, "one_off_cost": "0", "running_cost": "0"}
    page = officer.send(page, **{f"{row}-{line}": typed for line, typed in amounts.items()})
    return officer.send(page, continues="yes", stage="identified")
