"""People, and what they may do for which place."""

from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from totalplace.kept_history import History, KeepsHistory
from totalplace.roles import PLACE_ROLES, ROLES, place_roles_with

from .places import Organisation, Place

# Letters of other alphabets, and some that nobody sees, make an address that looks like somebody else's.
plain_address = RegexValidator(
    r"\A[\x21-\x7e]+\Z",
    "Write the email address in English letters, digits and signs alone. Others can look the same: write a domain that "
    "has them as its provider does, xn--….",
)


# What is known of mailed links: how it stands today, which the history leaves out.
OF_LINKS = ["invited_by", "link_waits_since", "link_failed_at", "link_sent_at"]


class UserManager(BaseUserManager["User"]):
    """People are known by their email address, whatever its capitals."""

    use_in_migrations = False

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. Never deleted: history keeps their name."""

    # Django's mark that opens everything is not kept: rights come from roles alone, for administrators too.
    is_superuser = None
    email = models.EmailField("email address", unique=True, validators=[plain_address])
    name = models.CharField(max_length=150)
    is_active = models.BooleanField("may sign in", default=True)
    is_staff = models.BooleanField("may use the admin", default=False)
    is_timed = models.BooleanField("time taken to state claims is recorded", default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    # Whom a new person may ask: the administrator who added them, or had the mail sent again since.
    invited_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    # A link to set a password is to be mailed, and the mail server has not taken it yet; if it was tried, when last.
    link_waits_since = models.DateTimeField(null=True, editable=False)
    link_failed_at = models.DateTimeField(null=True, editable=False)
    link_sent_at = models.DateTimeField(null=True, editable=False)
    signed_out_at = models.DateTimeField("signed out everywhere", null=True, editable=False)

    objects = UserManager.from_queryset(KeepsHistory)()
    history = History(excluded_fields=["password", "last_login", *OF_LINKS])

    # Held beside the row, by what is named.
    _memberships: list["Membership"]  # pilots.people.memberships
    _change_reason: str  # For the history, when the row is saved, as is the next.
    _history_user: "User"

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        base_manager_name = "objects"
        verbose_name = "person"
        verbose_name_plural = "people"
        permissions = [
            ("use_workspace", "Can use the Treasury workspace"),
            ("import_places", "Can import places"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_in_any_capitals",
                violation_error_message="Somebody has this email address already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's own, until sessions are ended: then it is another, under this secret and the ones before it."""
        of_password = super()._get_session_auth_hash(secret)  # type: ignore[misc]  # Not in the stubs.
        if self.signed_out_at is None:
            return of_password
        ended = f"{of_password} {self.signed_out_at.timestamp()}"
        return salted_hmac(
            "pilots.User.signed_out_at", ended, secret=secret, algorithm="sha256"
        ).hexdigest()


class Memberships(KeepsHistory):
    """Memberships, asked for by what they permit."""

    def giving(self, permission: str) -> Self:
        """Those by which their person holds a place role's `permission`, unless they have left."""
        return self.filter(role__in=place_roles_with(permission), ended_at=None)


class Membership(models.Model):
    """What a person is in a place. It ends, and stays on record: whoever was ever tied may not review there."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(
        max_length=10, choices=[(role.code, role.label) for role in PLACE_ROLES]
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        help_text="Needed for a partner: whose share they agree or dispute.",
    )
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    objects = Memberships.as_manager()
    history = History()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "place", "role"],
                condition=Q(ended_at=None),
                name="membership_held_once",
                violation_error_message="This person has that role in that place already.",
            ),
            models.CheckConstraint(
                condition=~Q(role="partner") | Q(organisation__isnull=False),
                name="membership_partner_has_an_organisation",
                violation_error_message="A partner acts for an organisation. Choose the partner's organisation.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="membership_ends_after_it_starts",
                violation_error_message="The membership ends before it starts. Give a later end, or leave it empty.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.place}"

    @property
    def permissions(self) -> frozenset[str]:
        """What their person holds by it in its place, unless they have left: see `Memberships.giving`."""
        return ROLES[self.role].permissions if self.ended_at is None else frozenset()

    def clean(self) -> None:
        if self.role == "partner" and not self.organisation_id:
            raise ValidationError({"organisation": "Choose the partner's organisation."})
