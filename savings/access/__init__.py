"""Who may see what, and for which purpose: the only place that decides it.

Of evidence that somebody sees, `savings.evidence.download` says whether the bytes leave: that turns on the scan.

`visible` has the rules, for lists, counts and files of any length, `evidence` those of evidence, and `returns` of what
places say to a round; `sight` tells a page what holds of one version; `alike` keeps statements that are dear to build;
`everything` is for what the site checks of itself.
"""

from .alike import kept
from .everything import reader_of_everything
from .evidence import evidence_of, evidence_visible_to, sent_files_visible_to
from .returns import (
    nothing_to_report_visible_to,
    places_returning_to,
    round_reminders_visible_to,
    sees_answers_of_others,
    sees_drafts_of,
)
from .sight import Sight, read_with_sight, sight_among, sight_of
from .verdict_drafts import verdict_draft_of
from .visible import (
    Purpose,
    all_events_visible_to,
    all_readings_visible_to,
    all_replies_visible_to,
    all_shares_of,
    all_visible_to,
    among,
    check_reads_for_review,
    claims_visible_to,
    concerning,
    default_purpose,
    enough_to_publish,
    hangs_on_open_to_review,
    hangs_on_visible,
    latest_concerning,
    measured_for,
    open_to_review_by,
    overlaps_open_to_review_by,
    own_places,
    own_versions,
    read_openly_to,
    sees_measures_in_full,
    shares_of,
    submitted_visible_to,
    tied_places,
    under_review_for,
    visible_to,
    withheld_from,
)

__all__ = [
    "Purpose",
    "Sight",
    "all_events_visible_to",
    "all_readings_visible_to",
    "all_replies_visible_to",
    "all_shares_of",
    "all_visible_to",
    "among",
    "check_reads_for_review",
    "claims_visible_to",
    "concerning",
    "default_purpose",
    "enough_to_publish",
    "evidence_of",
    "evidence_visible_to",
    "hangs_on_open_to_review",
    "hangs_on_visible",
    "kept",
    "latest_concerning",
    "measured_for",
    "nothing_to_report_visible_to",
    "open_to_review_by",
    "overlaps_open_to_review_by",
    "own_places",
    "own_versions",
    "places_returning_to",
    "read_openly_to",
    "read_with_sight",
    "reader_of_everything",
    "round_reminders_visible_to",
    "sees_answers_of_others",
    "sees_drafts_of",
    "sees_measures_in_full",
    "sent_files_visible_to",
    "shares_of",
    "sight_among",
    "sight_of",
    "submitted_visible_to",
    "tied_places",
    "under_review_for",
    "verdict_draft_of",
    "visible_to",
    "withheld_from",
]
