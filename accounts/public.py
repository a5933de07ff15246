"""The only addresses that need no sign-in, by URL name. A test visits every other one as nobody."""

# There only where the council lets anybody read its papers.
PUBLIC_PAPERS = frozenset(
    {
        "reports:public-paper-check",
        "reports:public-paper-data",
        "reports:public-paper-detail",
        "reports:public-paper-document",
        "reports:public-paper-list",
        "reports:public-paper-version",
        "reports:public-paper-version-document",
    }
)

PUBLIC_VIEWS = PUBLIC_PAPERS | {
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
