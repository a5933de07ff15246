from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

from accounts.models import Reminder, User
from accounts.roles import Role
from core.forms import RadioSelect

WHAT_THEY_DO = {
    Role.OFFICER.value: "Updates the actions they lead, and adds evidence",
    Role.CHAIR.value: "Decides dates and evidence of a workstream, rates impact, records risks",
    Role.PROGRAMME.value: "Updates any action, decides dates and evidence, writes papers",
    Role.FINANCE.value: "Enters the spend of each month",
    Role.WORKFORCE.value: "Records recruitment and cover",
    Role.CLERK.value: "Writes, checks and publishes committee papers",
    Role.LEGAL.value: "Reads the record and the drafts of papers",
    Role.READER.value: "Reads the plan and published papers, changes nothing",
    Role.ADMINISTRATOR.value: "Adds people and ends their roles",
}


class SignInForm(LoginForm):
    """One step: email address, then password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "login", "Email address", missing="Enter your email address")
        _word(self, "password", "Password", missing="Enter your password")
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class AskForResetForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "email", "Email address", missing="Enter your email address")


class ResetForm(ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_new_password(self)


class FirstPasswordForm(SetPasswordForm):
    """For somebody signed in by other means who has no password yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_new_password(self)


class ChangeForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "oldpassword", "Current password", missing="Enter your current password")
        _word_new_password(self)


def _word(form: forms.Form, name: str, label: str, *, missing: str, hint: str = "") -> None:
    """The words of a field in our style, without placeholders, which vanish as soon as somebody types."""
    shown = form.fields[name]
    shown.label, shown.help_text = label, hint
    shown.error_messages["required"] = missing
    shown.widget.attrs.pop("placeholder", None)


def _word_new_password(form: forms.Form) -> None:
    hint = " ".join(password_validators_help_texts())
    _word(form, "password1", "New password", missing="Enter a new password", hint=hint)
    _word(form, "password2", "New password again", missing="Enter the new password a second time")


class AddPersonForm(forms.Form):
    """Somebody's role at a council; the account is made if the address has none."""

    name = forms.CharField(max_length=120, error_messages={"required": "Enter the person's name"})
    email = forms.EmailField(
        label="Email address",
        help_text="They sign in with it. If they have an account at another council, it is the same one.",
        error_messages={"required": "Enter their email address"},
    )
    job_title = forms.CharField(max_length=120, required=False)
    role = forms.ChoiceField(
        choices=Role.choices,
        widget=RadioSelect(hints=WHAT_THEY_DO),
        error_messages={"required": "Choose a role"},
    )


class CouncilSettingsForm(forms.Form):
    """What a council has chosen for itself."""

    publishes_papers = forms.BooleanField(
        label="Publish papers to the public",
        required=False,
        help_text="Every published open paper, those of earlier meetings too, then has an address that anybody can "
        "read without signing in. Drafts, and papers that are exempt or confidential, never have one.",
    )


WHAT_COMES = {
    Reminder.Kind.DIGEST.value: "On Mondays: your actions to update, what is overdue or lacks evidence, what was sent "
    "back, and what waits for your decision. Nothing comes when nothing is asked of you.",
    Reminder.Kind.NUDGE.value: "Two working days before updates are due, if an action of yours still needs one.",
    Reminder.Kind.PAPER.value: "When a section of a committee paper is given to you, when somebody comments on it or "
    "answers your comment, when a comment names you, and when a role returns a paper that you sent to be cleared.",
}


class RemindersForm(forms.Form):
    """Which mails a person wants, a box for each kind; those they leave out are stopped."""

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        for kind in Reminder.Kind:
            self.fields[kind.value] = forms.BooleanField(
                label=kind.label,
                help_text=WHAT_COMES[kind.value],
                required=False,
                initial=kind.value not in user.reminders_stopped,
            )

    @property
    def stopped(self) -> list[str]:
        """The kinds left out. Only when valid."""
        return [kind for kind in Reminder.Kind.values if not self.cleaned_data[kind]]
