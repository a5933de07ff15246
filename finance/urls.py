from django.urls import path

from finance.views import decisions, lines, spend, stated

app_name = "finance"
urlpatterns = [
    path("spend/", spend.spend_grid_current, name="spend-grid-current"),
    path("spend/<int:year>/", spend.spend_grid, name="spend-grid"),
    path("spend/<int:year>/workbook/", spend.spend_grid_workbook, name="spend-grid-workbook"),
    path("decisions/", decisions.decision_list, name="decision-list"),
    path("decisions/<int:pk>/", decisions.decision_detail, name="decision-detail"),
    path("lines/<int:pk>/", lines.line_detail, name="line-detail"),
    path("stated-tables/<int:pk>/", stated.stated_table_detail, name="stated-table-detail"),
]
