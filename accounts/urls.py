from django.urls import path

from accounts import reminder_views, views

app_name = "accounts"

urlpatterns = [
    path("accessibility/", views.accessibility_statement, name="accessibility-statement"),
    path("privacy/", views.privacy_notice, name="privacy-notice"),
    path("<slug:council>/brand.css", views.brand, name="brand"),
    path("<slug:council>/people/", views.people, name="people"),
    path("<slug:council>/people/add/", views.person_add, name="person-add"),
    path("<slug:council>/memberships/<int:pk>/end/", views.membership_end, name="membership-end"),
    path("<slug:council>/settings/", views.council_settings, name="council-settings"),
    path("<slug:council>/changes/", views.change_list, name="change-list"),
    path("<slug:council>/reminders/", reminder_views.reminder_list, name="reminder-list"),
    path("<slug:council>/reminders/<int:pk>/", reminder_views.reminder_detail, name="reminder-detail"),
    path("<slug:council>/jobs/<int:pk>/", views.job_detail, name="job-detail"),
]
