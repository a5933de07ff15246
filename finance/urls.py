from django.urls import path

from finance.views import batches, budgeting, cells, closes, deciding, decisions, lines, spend, stated

app_name = "finance"
urlpatterns = [
    path("spend/", spend.spend_grid_current, name="spend-grid-current"),
    path("spend/<int:year>/", spend.spend_grid, name="spend-grid"),
    path("spend/<int:year>/workbook/", spend.spend_grid_workbook, name="spend-grid-workbook"),
    path("spend/<int:year>/paste/", batches.paste, name="paste"),
    path("batches/", batches.batch_list, name="batch-list"),
    path("batches/<int:pk>/", batches.batch_detail, name="batch-detail"),
    path("spend/<int:year>/closes/", closes.close_list, name="close-list"),
    path("spend/<int:year>/outturn/", closes.outturn_record, name="outturn-record"),
    path("closes/<int:period>/close/", closes.month_close, name="month-close"),
    path("closes/<int:period>/reopen/", closes.month_reopen, name="month-reopen"),
    path("lines/<int:pk>/spend/<int:period>/", cells.cell_detail, name="cell-detail"),
    path("lines/<int:pk>/spend/<int:period>/move/", cells.cell_move, name="cell-move"),
    path("entries/<int:pk>/take-out/", cells.entry_take_out, name="entry-take-out"),
    path("decisions/", decisions.decision_list, name="decision-list"),
    path("decisions/add/", deciding.decision_add, name="decision-add"),
    path("decisions/rules/", deciding.money_rules, name="money-rules"),
    path("decisions/<int:pk>/", decisions.decision_detail, name="decision-detail"),
    path("decisions/<int:pk>/edit/", deciding.decision_edit, name="decision-edit"),
    path("decisions/<int:pk>/decide-key/", deciding.decision_decide_key, name="decision-decide-key"),
    path("decisions/<int:pk>/add-tranche/", deciding.tranche_add, name="tranche-add"),
    path("decisions/<int:pk>/add-line/", budgeting.line_add, name="line-add"),
    path("lines/<int:pk>/edit/", budgeting.line_edit, name="line-edit"),
    path("lines/<int:pk>/move/", budgeting.line_move, name="line-move"),
    path("lines/<int:pk>/profile/<int:year>/", budgeting.line_profile, name="line-profile"),
    path("movements/<int:pk>/correct/", budgeting.movement_correct, name="movement-correct"),
    path("tranches/<int:pk>/edit/", deciding.tranche_edit, name="tranche-edit"),
    path("tranches/<int:pk>/draw/", deciding.tranche_draw, name="tranche-draw"),
    path("lines/<int:pk>/", lines.line_detail, name="line-detail"),
    path("stated-tables/<int:pk>/", stated.stated_table_detail, name="stated-table-detail"),
    path("stated-tables/<int:pk>/workbook/", stated.stated_table_workbook, name="stated-table-workbook"),
    path("stated-tables/<int:pk>/explain/", stated.stated_table_explain, name="stated-table-explain"),
    path("decisions/<int:pk>/add-stated-table/", stated.stated_table_add, name="stated-table-add"),
]
