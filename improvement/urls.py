from django.urls import path

from improvement.views import (
    actions,
    decisions,
    findings,
    inspections,
    interventions,
    lists,
    risks,
    sections,
    updates,
)

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
    path("inspections/", inspections.inspection_list, name="inspection-list"),
    path("inspections/add/", inspections.inspection_add, name="inspection-add"),
    path("inspections/<int:pk>/", inspections.inspection_detail, name="inspection-detail"),
    path("inspections/<int:pk>/edit/", inspections.inspection_edit, name="inspection-edit"),
    path("inspections/<int:pk>/judge/", inspections.inspection_judge, name="inspection-judge"),
    path("interventions/", interventions.intervention_list, name="intervention-list"),
    path("interventions/add/", interventions.intervention_add, name="intervention-add"),
    path("interventions/<int:pk>/", interventions.intervention_detail, name="intervention-detail"),
    path("interventions/<int:pk>/record/", interventions.intervention_record, name="intervention-record"),
    path("findings/", findings.finding_list, name="finding-list"),
    path("findings/export.<slug:kind>", findings.finding_export, name="finding-export"),
    path("findings/add/", findings.finding_add, name="finding-add"),
    path("findings/<int:pk>/", findings.finding_detail, name="finding-detail"),
    path("findings/<int:pk>/edit/", findings.finding_edit, name="finding-edit"),
    path("findings/<int:pk>/link/", findings.finding_link, name="finding-link"),
]
