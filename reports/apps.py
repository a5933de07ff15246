from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Committee papers, and every page and command that spans the apps."""

    name = "reports"

    def ready(self) -> None:
        from accounts.models import Reminder
        from improvement import reminders
        from reports.reminders import dates_of_papers
        from reports.section_mail import letter_of

        if dates_of_papers not in reminders.more_parts:
            reminders.more_parts.append(dates_of_papers)
        reminders.more_letters[Reminder.Kind.PAPER] = letter_of
