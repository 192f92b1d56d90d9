"""Which page of claims is at which address?"""

from django.urls import path, register_converter

from .addresses import CodeConverter, IdConverter, NumberConverter
from .views import (
    actions,
    board,
    cited,
    claims,
    entry,
    evidence,
    exports,
    guidance,
    notices,
    places,
    review_measures,
    review_overlap,
    review_queue,
    review_read,
    rounds,
    triage,
    upload,
    upload_layout,
    upload_sheet,
    your_place,
)

register_converter(CodeConverter, "code")
register_converter(IdConverter, "id")
register_converter(NumberConverter, "number")

app_name = "savings"

urlpatterns = [
    path("", your_place.your_place, name="your_place"),
    path("round/", rounds.round, name="round"),
    path("board/", board.board, name="board"),
    path("places/", places.place_list, name="place_list"),
    path("places/<code:code>/", places.place_detail, name="place_detail"),
    path("claims/", claims.claim_list, name="claim_list"),
    path("claims/new/", entry.claim_new, name="claim_new"),
    path("claims/timing/", entry.entry_timing, name="entry_timing"),
    path("claims/<code:code>/edit/", entry.claim_edit, name="claim_edit"),
    path("claims/<code:code>/edit/check/", entry.claim_check, name="claim_check"),
    path("claims/<code:code>/edit/<slug:step>/", entry.claim_step, name="claim_step"),
    path(
        "claims/<code:code>/actions/<slug:action>/",
        actions.claim_action,
        name="claim_action",
    ),
    path("claims/<code:code>/done/<id:pk>/", actions.claim_done, name="claim_done"),
    path("claims/<code:code>/evidence/", evidence.claim_evidence, name="claim_evidence"),
    path("claims/<code:code>/evidence/<id:pk>/", cited.cited_evidence, name="cited_evidence"),
    path("evidence/<id:pk>/", evidence.evidence_download, name="evidence_download"),
    path("evidence/<id:pk>/preview/", evidence.evidence_preview, name="evidence_preview"),
    path("claims/<code:code>/", claims.claim_detail, name="claim_detail"),
    path(
        "claims/<code:code>/versions/<number:number>/",
        claims.version_detail,
        name="version_detail",
    ),
    path(
        "claims/<code:code>/compare/<number:a>/<number:b>/",
        claims.version_compare,
        name="version_compare",
    ),
    path("guidance/", guidance.guidance, name="guidance"),
    path("guidance/words/", guidance.guidance_words, name="guidance_words"),
    path("notices/", notices.notice_list, name="notice_list"),
    path("upload/", upload.upload, name="upload"),
    path("upload/template.xlsx", upload.upload_template, name="upload_template"),
    path("upload/claims/", upload.upload_claims, name="upload_claims"),
    path(
        "upload/claims/template.xlsx",
        upload.upload_claims_template,
        name="upload_claims_template",
    ),
    path("upload/own/", upload_layout.upload_own, name="upload_own"),
    path(
        "upload/<uuid:key>/layout/<slug:step>/",
        upload_layout.upload_layout,
        name="upload_layout",
    ),
    path("upload/<uuid:key>/", upload_sheet.upload_sheet, name="upload_sheet"),
    path("upload/<uuid:key>/errors.csv", upload_sheet.upload_errors, name="upload_errors"),
    path("review/", review_queue.review_queue, name="review_queue"),
    path("review/measures/", review_measures.review_measures, name="review_measures"),
    path("review/measures.csv", review_measures.review_measures_csv, name="review_measures_csv"),
    path("review/triage/", triage.review_triage, name="review_triage"),
    path("review/draws/<id:pk>/", triage.draw_detail, name="draw_detail"),
    path(
        "review/<code:code>/overlaps/<code:other>/",
        review_overlap.review_overlap,
        name="review_overlap",
    ),
    path("review/<code:code>/", review_read.review_read, name="review_read"),
    path("exports/", exports.export_list, name="export_list"),
    path("exports/claims.csv", exports.claims_csv, name="claims_csv"),
    path("exports/figures.csv", exports.figures_csv, name="figures_csv"),
]
