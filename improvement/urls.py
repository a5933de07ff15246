from django.urls import path

from improvement.views import actions, decisions, lists, risks, sections, updates

app_name = "improvement"

urlpatterns = [
    path("actions/", actions.action_list, name="action-list"),
    path("actions/mine/", actions.action_mine, name="action-mine"),
    path("actions/export.<slug:kind>", actions.action_export, name="action-export"),
    path("actions/<int:pk>/", actions.action_detail, name="action-detail"),
    path("actions/<int:pk>/update/", updates.action_update, name="action-update"),
    path("actions/<int:pk>/add-evidence/", decisions.evidence_add, name="evidence-add"),
    path("evidence/<int:pk>/review/", decisions.evidence_review, name="evidence-review"),
    path("dates/<int:pk>/decide/", decisions.date_decide, name="date-decide"),
    path("updates/<int:pk>/correct/", updates.update_correct, name="update-correct"),
    path("sections/<int:pk>/rate-impact/", sections.section_rate_impact, name="section-rate-impact"),
    path("meetings/", lists.meeting_list, name="meeting-list"),
    path("highlights/", lists.highlight_list, name="highlight-list"),
    path("highlights/add/", lists.highlight_add, name="highlight-add"),
    path("risks/", risks.risk_list, name="risk-list"),
    path("risks/add/", risks.risk_add, name="risk-add"),
    path("risks/<int:pk>/assess/", risks.risk_assess, name="risk-assess"),
]
