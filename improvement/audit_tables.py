"""The table of practice audits."""

from core import tables
from improvement.audit_figures import share
from improvement.inspection_tables import LinkedTable
from improvement.models import Audit


class AuditTable(LinkedTable):
    """Rounds of audits, the latest first; the rows carry the facts of `AuditQuerySet.as_at`."""

    service = tables.Column(verbose_name="Service and period", orderable=False)
    cases = tables.NumberColumn(orderable=False)
    outstanding = tables.Column(orderable=False)
    good = tables.Column(orderable=False)
    requires_improvement = tables.Column(verbose_name="Requires improvement", orderable=False)
    inadequate = tables.Column(orderable=False)
    moderated = tables.Column(orderable=False)
    agreed = tables.Column(verbose_name="Moderator agreed", orderable=False)

    class Meta:
        model = Audit
        fields = (
            "service", "cases", "outstanding", "good", "requires_improvement", "inadequate", "moderated", "agreed"
        )  # fmt: skip
        caption = "Practice audits: cases by grade"
        caption_hidden = True
        empty_text = "No audits have been recorded"

    def render_service(self, record: Audit) -> str:
        return self.linked("improvement:audit-detail", record.pk, str(record))

    def render_outstanding(self, record: Audit) -> str:
        return share(record.outstanding, record.cases)

    def render_good(self, record: Audit) -> str:
        return share(record.good, record.cases)

    def render_requires_improvement(self, record: Audit) -> str:
        return share(record.requires_improvement, record.cases)

    def render_inadequate(self, record: Audit) -> str:
        return share(record.inadequate, record.cases)

    def render_moderated(self, record: Audit) -> str:
        return share(record.moderated, record.cases)

    def render_agreed(self, record: Audit) -> str:
        return share(record.agreed, record.moderated)
