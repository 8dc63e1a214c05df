"""The face on the terminal, a file a command."""

COMMANDS = {
    "inspect": ("inspect_words:inspect_parser", "inspect:run_inspect", "[FILE|-]", "inspect a token"),
    "scan": ("scan_words:scan_parser", "scan:run_scan", "FILE …", "find every token in files and folders"),
    "compare": (
        "compare_words:compare_parser",
        "compare:run_compare",
        "A B",
        "say what differs in two tokens",
    ),
    "redact": ("redact_words:redact_parser", "redact:run_redact", "FILE", "write a file that may be shared"),
    "report": (
        "redact_words:report_parser",
        "redact:run_report",
        "FILE",
        "write what happened, for a ticket",
    ),
    "connection": (
        "connection_words:connection_parser",
        "connection:run_connection",
        "ACTION …",
        "look after connections",
    ),
    "fetch": ("fetch_words:fetch_parser", "fetch:run_fetch", "[CONNECTION]", "fetch a token and inspect it"),
    "refresh": (
        "fetch_words:refresh_parser",
        "fetch:run_refresh",
        "CONNECTION",
        "get new tokens with a refresh token",
    ),
    "userinfo": (
        "endpoint_words:userinfo_parser",
        "endpoints:run_userinfo",
        "[CONNECTION] [FILE|-]",
        "ask who the user of a token is",
    ),
    "introspect": (
        "endpoint_words:introspect_parser",
        "endpoints:run_introspect",
        "[CONNECTION] [FILE|-]",
        "ask whether a token is active",
    ),
    "revoke": (
        "endpoint_words:revoke_parser",
        "endpoints:run_revoke",
        "[CONNECTION] [FILE|-]",
        "have a token taken back",
    ),
    "jwks": (
        "jwks_words:jwks_parser",
        "jwks:run_jwks",
        "ISSUER|URL",
        "fetch and show an issuer's signing keys",
    ),
    "sandbox": ("sandbox_words:sandbox_parser", "sandbox:run_sandbox", "", "start a tenant to try things on"),
    "doctor": ("doctor_words:doctor_parser", "doctor:run_doctor", "", "say what this computer has and lacks"),
}
"""The words that are commands; any other first word is the FILE of the window.

For each: what makes its parser and what carries it out (`module:function` of this room, imported when it is wanted),
what follows its name, and a line for `jotlens --help`. The parser takes nothing and returns an ArgumentParser; what
carries it out takes the Namespace and returns an ExitCode.
"""
