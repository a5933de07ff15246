from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Committee papers, and every page and command that spans the apps."""

    name = "reports"

    def ready(self) -> None:
        from improvement import reminders
        from reports.reminders import dates_of_papers

        if dates_of_papers not in reminders.more_parts:
            reminders.more_parts.append(dates_of_papers)
