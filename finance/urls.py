from django.urls import path

from finance import views

app_name = "finance"
urlpatterns = [
    path("spend/", views.spend_grid_current, name="spend-grid-current"),
    path("spend/<int:year>/", views.spend_grid, name="spend-grid"),
    path("spend/<int:year>/workbook/", views.spend_grid_workbook, name="spend-grid-workbook"),
    path("decisions/", views.decision_list, name="decision-list"),
    path("decisions/<int:pk>/", views.decision_detail, name="decision-detail"),
    path("lines/<int:pk>/", views.line_detail, name="line-detail"),
    path("stated-tables/<int:pk>/", views.stated_table_detail, name="stated-table-detail"),
]
