"""Which days can a date mean, and in which words are others refused? The same wherever one is typed."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone


@dataclass(frozen=True)
class Days:
    """From `first` to today or, with `years_ahead`, to the end of the year so many years from now."""

    first: date
    years_ahead: int = 0

    @property
    def last(self) -> date:
        today = timezone.localdate()
        return date(today.year + self.years_ahead, 12, 31) if self.years_ahead else today

    def check(self, day: date, name: str = "") -> None:
        """Raise ValidationError, in words that say the range and whose it is, unless `day` is one of them."""
        last = self.last
        if not self.first <= day <= last:
            until = f"{last:%-d %B %Y}" if self.years_ahead else f"today, {last:%-d %B %Y}"
            asked = f"{name} must be a date" if name else "Give a date"
            raise ValidationError(
                f"{asked} from {self.first:%-d %B %Y} to {until}.", code="out_of_range"
            )
