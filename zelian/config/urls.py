"""The root of all addresses, a word each."""

from django.urls import include, path

urlpatterns = [
    path("", include("zelian.web.account.urls")),
    path("", include("zelian.web.home.urls")),
    path("ledger/", include("zelian.web.ledger.urls")),
    path("intake/", include("zelian.web.intake.urls")),
    path("figures/", include("zelian.web.figures.urls")),
    path("tables/", include("zelian.web.tables.urls")),
    path("reports/", include("zelian.web.reports.urls")),
    path("check/", include("zelian.web.check.urls")),
]

handler400 = "zelian.web.errors.bad_request"
handler403 = "zelian.web.errors.forbidden"
handler404 = "zelian.web.errors.not_found"
handler500 = "zelian.web.errors.server_error"
