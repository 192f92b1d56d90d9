"""Which page of claims is at which address?"""

from django.urls import path, register_converter

from .addresses import CodeConverter, NumberConverter
from .views import board, claims, exports, places, upload

register_converter(CodeConverter, "code")
register_converter(NumberConverter, "number")

app_name = "savings"

urlpatterns = [
    path("", board.board, name="board"),
    path("places/", places.place_list, name="place_list"),
    path("places/<code:code>/", places.place_detail, name="place_detail"),
    path("claims/", claims.claim_list, name="claim_list"),
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
    path("upload/", upload.upload, name="upload"),
    path("upload/template.xlsx", upload.upload_template, name="upload_template"),
    path("upload/<uuid:key>/", upload.upload_sheet, name="upload_sheet"),
    path("upload/<uuid:key>/errors.csv", upload.upload_errors, name="upload_errors"),
    path("exports/", exports.export_list, name="export_list"),
    path("exports/claims.csv", exports.claims_csv, name="claims_csv"),
    path("exports/figures.csv", exports.figures_csv, name="figures_csv"),
]
