"""What does the page of figures send, and what is stated by it?"""

from datetime import date

from django.http import QueryDict

from savings.forms.figure_grid import FigureGrid

TODAY = date(2010, 6, 1)


def sent_boxes(draft, *rows, kind="cashable", **more):
    """What the page sends: a dictionary of boxes for each row."""
    prefix = f"{draft.lead.pk}-{kind}"
    data = QueryDict(mutable=True)
    data[f"{prefix}-rows"] = str(len(rows))
    for number, row in enumerate(rows):
        for name, typed in ({"year": "2010-11", "state": "forecast"} | row).items():
            data[f"{prefix}-{number}-{name}"] = typed
    data.update(more)
    return data


def grid_of(draft, *rows, **more):
    return FigureGrid(draft, TODAY, sent_boxes(draft, *rows, **more))


def stated_in(grid):
    assert grid.is_valid(), [row.errors for table in grid.tables for row in table.rows]
    return {(str(f.year), f.line, f.state): f.amount for f in grid.figures()}
