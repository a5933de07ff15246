from django.urls import path

from workforce import views

app_name = "workforce"

urlpatterns = [
    path("posts/", views.post_list, name="post-list"),
    path("posts/<int:pk>/", views.post_detail, name="post-detail"),
    path("posts/<int:pk>/cover/", views.cover_record, name="post-cover"),
    path("positions/<int:pk>/record/", views.position_record, name="position-record"),
    path("cover/<int:pk>/end/", views.cover_end, name="post-cover-end"),
    path("capacity/", views.capacity_list, name="capacity-list"),
]
