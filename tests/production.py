"""How does a test read the settings as a machine in production would?"""

from pathlib import Path

from django.conf import settings as in_use

SOURCE = Path(in_use.BASE_DIR) / "totalplace" / "settings.py"
POSTGRES = "postgres://somebody:secret@database.example:5432/totalplace"
PRODUCTION = {
    "DEMO": "0",
    "DEBUG": "0",
    "MFA_REQUIRED": "1",
    "SECRET_KEY": "".join(chr(ord("0") + n) for n in range(70)),
    "ALLOWED_HOSTS": "totalplace.example",
    "DATABASE_URL": POSTGRES,
    "CACHE_URL": "dbcache://cache",
    "EMAIL_URL": "smtp+tls://somebody:secret@mail.example:587",
    "DEFAULT_FROM_EMAIL": "Total Place <totalplace@example.gov.uk>",
    "BEHIND_TLS_PROXY": "1",
    "TRUSTED_PROXY_COUNT": "1",
}
