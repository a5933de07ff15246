"""The only addresses that need no sign-in, by URL name. A test visits every other one as nobody."""

PUBLIC_VIEWS = frozenset(
    {
        "account_login",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "health",
        "reminder-stop",
        "accounts:accessibility-statement",
        "accounts:privacy-notice",
    }
)
