from django.urls import path

from reports.views import (
    answering,
    arranging,
    checking,
    choosing,
    classifying,
    clearance,
    clearance_roles,
    commenting,
    comparing,
    composing,
    deadlines,
    figuring,
    home,
    papers,
    plans,
    previews,
    public,
    publishing,
    resolving,
    reviewing,
    sections,
    styling,
    templating,
    versions,
    workstreams,
    writing,
)

app_name = "reports"

urlpatterns = [
    path("", home.home_root, name="home-root"),
    path("public/<slug:council>/papers/", public.public_paper_list, name="public-paper-list"),
    path("public/<slug:council>/check/", public.public_paper_check, name="public-paper-check"),
    path("public/<slug:council>/papers/<slug:slug>/", public.public_paper_detail, name="public-paper-detail"),
    path(
        "public/<slug:council>/papers/<slug:slug>/data.<slug:data_format>",
        public.public_paper_data,
        name="public-paper-data",
    ),
    path(
        "public/<slug:council>/papers/<slug:slug>/<slug:stem>.<slug:form>",
        public.public_paper_document,
        name="public-paper-document",
    ),
    path(
        "public/<slug:council>/papers/<slug:slug>/versions/<int:number>/",
        public.public_paper_version,
        name="public-paper-version",
    ),
    path(
        "public/<slug:council>/papers/<slug:slug>/versions/<int:number>/<slug:stem>.<slug:form>",
        public.public_paper_version_document,
        name="public-paper-version-document",
    ),
    path("<slug:council>/", home.home, name="home"),
    path("<slug:council>/plans/", plans.plan_list, name="plan-list"),
    path("<slug:council>/plans/<int:pk>/", plans.plan_detail, name="plan-detail"),
    path("<slug:council>/sections/<int:pk>/", sections.section_detail, name="section-detail"),
    path(
        "<slug:council>/groups/<int:pk>/report.docx",
        workstreams.group_report_word,
        name="group-report-word",
    ),
    path("<slug:council>/papers/", papers.paper_list, name="paper-list"),
    path("<slug:council>/papers/check/", checking.paper_check, name="paper-check"),
    path("<slug:council>/papers/words/", answering.paper_words, name="paper-words"),
    path("<slug:council>/reasons/<int:pk>/withdraw/", answering.reason_withdraw, name="reason-withdraw"),
    path("<slug:council>/papers/new/", papers.paper_new, name="paper-new"),
    path("<slug:council>/papers/compare/", comparing.paper_compare, name="paper-compare"),
    path(
        "<slug:council>/papers/compare/comparison.<slug:kind>",
        comparing.paper_compare_export,
        name="paper-compare-export",
    ),
    path("<slug:council>/papers/steps/", deadlines.paper_steps, name="paper-steps"),
    path("<slug:council>/papers/<int:pk>/", papers.paper_detail, name="paper-detail"),
    path("<slug:council>/papers/<int:pk>/timetable/", deadlines.paper_timetable, name="paper-timetable"),
    path("<slug:council>/papers/<int:pk>/late/", deadlines.paper_late, name="paper-late"),
    path("<slug:council>/papers/<int:pk>/notice/", deadlines.paper_notice, name="paper-notice"),
    path("<slug:council>/papers/<int:pk>/details/", papers.paper_details, name="paper-details"),
    path("<slug:council>/papers/<int:pk>/choices/", choosing.paper_choices, name="paper-choices"),
    path("<slug:council>/papers/<int:pk>/sections/", arranging.paper_sections, name="paper-sections"),
    path(
        "<slug:council>/papers/<int:pk>/sections/add/", arranging.paper_section_add, name="paper-section-add"
    ),
    path("<slug:council>/papers/<int:pk>/authors/", arranging.paper_authors, name="paper-authors"),
    path(
        "<slug:council>/papers/<int:pk>/sections/<slug:key>/", composing.paper_section, name="paper-section"
    ),
    path(
        "<slug:council>/papers/<int:pk>/sections/<slug:key>/place/",
        arranging.paper_section_place,
        name="paper-section-place",
    ),
    path(
        "<slug:council>/papers/<int:pk>/sections/<slug:key>/remove/",
        arranging.paper_section_remove,
        name="paper-section-remove",
    ),
    path(
        "<slug:council>/papers/<int:pk>/sections/<slug:key>/comments/",
        commenting.paper_section_comments,
        name="paper-section-comments",
    ),
    path(
        "<slug:council>/papers/<int:pk>/sections/<slug:key>/preview/",
        composing.paper_section_preview,
        name="paper-section-preview",
    ),
    path(
        "<slug:council>/papers/<int:pk>/sections/<slug:key>/ready/",
        commenting.paper_section_ready,
        name="paper-section-ready",
    ),
    path(
        "<slug:council>/papers/<int:pk>/recommendations/",
        writing.paper_rows,
        {"rows": writing.RECOMMENDATIONS},
        name="paper-recommendations",
    ),
    path(
        "<slug:council>/papers/<int:pk>/options/",
        writing.paper_rows,
        {"rows": writing.OPTIONS},
        name="paper-options",
    ),
    path(
        "<slug:council>/papers/<int:pk>/background/",
        writing.paper_rows,
        {"rows": writing.BACKGROUND},
        name="paper-background",
    ),
    path(
        "<slug:council>/papers/<int:pk>/consultees/",
        writing.paper_rows,
        {"rows": writing.CONSULTEES},
        name="paper-consultees",
    ),
    path("<slug:council>/papers/<int:pk>/preview/<slug:stem>/", previews.paper_preview, name="paper-preview"),
    path(
        "<slug:council>/papers/<int:pk>/preview/<slug:stem>/document/",
        previews.paper_preview_document,
        name="paper-preview-document",
    ),
    path("<slug:council>/papers/<int:pk>/figures/", figuring.paper_figures, name="paper-figures"),
    path("<slug:council>/papers/<int:pk>/checks/", answering.paper_checks, name="paper-checks"),
    path(
        "<slug:council>/papers/<int:pk>/resolutions/", resolving.paper_resolutions, name="paper-resolutions"
    ),
    path("<slug:council>/papers/<int:pk>/approve/", resolving.paper_approve, name="paper-approve"),
    path(
        "<slug:council>/resolutions/<int:pk>/correct/",
        resolving.resolution_correct,
        name="resolution-correct",
    ),
    path(
        "<slug:council>/papers/<int:pk>/classification/",
        classifying.paper_classification,
        name="paper-classification",
    ),
    path(
        "<slug:council>/papers/<int:pk>/classify/<slug:stem>/",
        classifying.paper_classify,
        name="paper-classify",
    ),
    path(
        "<slug:council>/papers/<int:pk>/appendices/add/",
        classifying.paper_appendix_add,
        name="paper-appendix-add",
    ),
    path("<slug:council>/appendices/<int:pk>/edit/", classifying.appendix_edit, name="appendix-edit"),
    path("<slug:council>/appendices/<int:pk>/remove/", classifying.appendix_remove, name="appendix-remove"),
    path("<slug:council>/papers/<int:pk>/versions/", versions.paper_versions, name="paper-versions"),
    path(
        "<slug:council>/papers/<int:pk>/versions/<int:number>/", versions.paper_version, name="paper-version"
    ),
    path(
        "<slug:council>/papers/<int:pk>/versions/<int:number>/<slug:stem>.<slug:form>",
        versions.paper_version_document,
        name="paper-version-document",
    ),
    path("<slug:council>/papers/<int:pk>/correct/", versions.paper_correct, name="paper-correct"),
    path("<slug:council>/papers/<int:pk>/differences/", versions.paper_differences, name="paper-differences"),
    path(
        "<slug:council>/papers/<int:pk>/versions/<int:number>/withdraw/",
        versions.paper_withdraw,
        name="paper-withdraw",
    ),
    path("<slug:council>/papers/<int:pk>/served/", versions.paper_served, name="paper-served"),
    path("<slug:council>/events/<int:pk>/undo/", versions.event_undo, name="event-undo"),
    path(
        "<slug:council>/papers/<int:pk>/draft/<slug:stem>.<slug:form>",
        publishing.paper_draft_document,
        name="paper-draft-document",
    ),
    path("<slug:council>/papers/<int:pk>/export/", publishing.paper_export, name="paper-export"),
    path("<slug:council>/papers/<int:pk>/clearance/", clearance.paper_clearance, name="paper-clearance"),
    path("<slug:council>/papers/<int:pk>/lock/", clearance.paper_lock, name="paper-lock"),
    path("<slug:council>/papers/<int:pk>/unlock/", clearance.paper_unlock, name="paper-unlock"),
    path("<slug:council>/papers/<int:pk>/refresh/", clearance.paper_refresh, name="paper-refresh"),
    path("<slug:council>/papers/<int:pk>/ask/", clearance.paper_ask, name="paper-ask"),
    path(
        "<slug:council>/papers/<int:pk>/clearance/<slug:role>/", reviewing.paper_review, name="paper-review"
    ),
    path(
        "<slug:council>/papers/<int:pk>/clearance/<slug:role>/mail/",
        reviewing.paper_by_mail,
        name="paper-by-mail",
    ),
    path(
        "<slug:council>/clearances/<int:pk>/message/", reviewing.clearance_message, name="clearance-message"
    ),
    path(
        "<slug:council>/clearances/<int:pk>/correct/", reviewing.clearance_correct, name="clearance-correct"
    ),
    path("<slug:council>/styles/", styling.style_detail, name="style-detail"),
    path("<slug:council>/styles/look/", styling.style_look, name="style-look"),
    path("<slug:council>/styles/words/", styling.style_words_page, name="style-words"),
    path("<slug:council>/styles/texts/", styling.style_texts, name="style-texts"),
    path("<slug:council>/styles/texts/<slug:key>/", styling.style_text, name="style-text"),
    path("<slug:council>/styles/headings/<slug:paper_kind>/", styling.style_headings, name="style-headings"),
    path("<slug:council>/styles/templates/", templating.style_templates, name="style-templates"),
    path(
        "<slug:council>/styles/templates/choose/",
        templating.style_templates_choose,
        name="style-templates-choose",
    ),
    path(
        "<slug:council>/word-templates/<int:pk>/trial.docx",
        templating.word_template_trial,
        name="word-template-trial",
    ),
    path("<slug:council>/styles/sample/<slug:paper_kind>/", styling.style_sample, name="style-sample"),
    path("<slug:council>/clearance-roles/", clearance_roles.role_list, name="clearance-role-list"),
    path("<slug:council>/clearance-roles/begin/", clearance_roles.role_begin, name="clearance-role-begin"),
    path("<slug:council>/clearance-roles/add/", clearance_roles.role_add, name="clearance-role-add"),
    path(
        "<slug:council>/clearance-roles/<int:pk>/edit/", clearance_roles.role_edit, name="clearance-role-edit"
    ),
    path(
        "<slug:council>/clearance-roles/<int:pk>/move/", clearance_roles.role_move, name="clearance-role-move"
    ),
    path(
        "<slug:council>/clearance-roles/<int:pk>/retire/",
        clearance_roles.role_retire,
        name="clearance-role-retire",
    ),
    path(
        "<slug:council>/clearance-roles/<int:pk>/bring-back/",
        clearance_roles.role_bring_back,
        name="clearance-role-bring-back",
    ),
    path("<slug:council>/papers/<int:pk>/publish/", publishing.paper_publish, name="paper-publish"),
    path(
        "<slug:council>/papers/<int:pk>/documents/<slug:stem>.<slug:form>",
        publishing.paper_document,
        name="paper-document",
    ),
]
