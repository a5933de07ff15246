from django.urls import path

from workforce.views import capacity, costs, cover, editing, posts, recruitment, staffing

app_name = "workforce"

urlpatterns = [
    path("posts/", posts.post_list, name="post-list"),
    path("posts/add/", editing.post_add, name="post-add"),
    path("posts/board/", posts.post_board, name="board-list"),
    path("posts/costs/", posts.post_costings, name="costing-list"),
    path("posts/costs/export/<str:kind>/", posts.post_costings_export, name="costing-export"),
    path("posts/export/<str:kind>/", posts.post_export, name="post-export"),
    path("posts/starts/", posts.start_list, name="start-list"),
    path("posts/<int:pk>/", posts.post_detail, name="post-detail"),
    path("posts/<int:pk>/edit/", editing.post_edit, name="post-edit"),
    path("posts/<int:pk>/status/", editing.post_status, name="post-status"),
    path("posts/<int:pk>/cost/", editing.post_cost, name="post-cost"),
    path("posts/<int:pk>/sentence/", editing.post_sentence, name="post-sentence"),
    path("posts/<int:pk>/add-position/", editing.position_add, name="post-add-position"),
    path("posts/<int:pk>/cover/", cover.cover_record, name="post-cover"),
    path("positions/<int:pk>/edit/", editing.position_edit, name="position-edit"),
    path("positions/<int:pk>/record/", recruitment.position_record, name="position-record"),
    path("events/<int:pk>/correct/", recruitment.event_correct, name="event-correct"),
    path("events/<int:pk>/take-out/", recruitment.event_void, name="event-void"),
    path("cover/<int:pk>/end/", cover.cover_end, name="post-cover-end"),
    path("cover/<int:pk>/correct/", cover.cover_correct, name="post-cover-correct"),
    path("cover/<int:pk>/take-out/", cover.cover_void, name="post-cover-void"),
    path("grade-costs/", costs.grade_cost_list, name="grade-cost-list"),
    path("grade-costs/add/", costs.grade_cost_add, name="grade-cost-add"),
    path("grade-costs/<int:pk>/correct/", costs.grade_cost_correct, name="grade-cost-correct"),
    path("grade-costs/<int:pk>/take-out/", costs.grade_cost_void, name="grade-cost-void"),
    path("pay-awards/add/", costs.pay_award_add, name="pay-award-add"),
    path("pay-awards/<int:pk>/correct/", costs.pay_award_correct, name="pay-award-correct"),
    path("pay-awards/<int:pk>/take-out/", costs.pay_award_void, name="pay-award-void"),
    path("staffing/", staffing.staffing_list, name="staffing-list"),
    path("staffing/export/<str:kind>/", staffing.staffing_export, name="staffing-export"),
    path("staffing/offer/", staffing.staffing_offer, name="staffing-offer"),
    path("capacity/", capacity.capacity_list, name="capacity-list"),
]
