from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, councils, memberships, who may do what; the change log; background jobs."""

    name = "accounts"
