"""The site map. Every address of a council begins with its slug; what needs no sign-in is named in
`accounts.public`."""

from allauth.account import views as allauth_views
from django.urls import include, path, re_path

from accounts.reminder_views import own_account, reminder_stop
from accounts.views import SignIn
from core.views import health

# Of allauth's pages only these; signing up and managing addresses are not offered.
sign_in = [
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-out/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("password/", allauth_views.password_change, name="account_change_password"),
    path("password/first/", allauth_views.password_set, name="account_set_password"),
    path("password/reset/", allauth_views.password_reset, name="account_reset_password"),
    path("password/reset/sent/", allauth_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/changed/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

# Under the same beginning: what is a person's own, whatever their councils.
own = [
    path("", own_account, name="own-account"),
    path("reminders/<slug:kind>/stop/<str:token>/", reminder_stop, name="reminder-stop"),
]

urlpatterns = [
    path("health/", health, name="health"),
    path("", include("accounts.urls")),
    path("account/", include([*own, *sign_in])),
    path("", include("reports.urls")),
    path("<slug:council>/", include("improvement.urls")),
    path("<slug:council>/", include("finance.urls")),
    path("<slug:council>/", include("workforce.urls")),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.page_not_found"
handler500 = "core.views.server_error"
