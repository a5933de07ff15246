"""The site map. Every address of a council begins with its slug; what needs no sign-in is named in
`accounts.public`."""

from django.urls import include, path

from core.views import health

urlpatterns = [
    path("health/", health, name="health"),
    path("", include("accounts.urls")),
    path("account/", include("allauth.urls")),
    path("", include("reports.urls")),
    path("<slug:council>/", include("improvement.urls")),
    path("<slug:council>/", include("finance.urls")),
    path("<slug:council>/", include("workforce.urls")),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.page_not_found"
handler500 = "core.views.server_error"
