"""What people type at the front door. Every form says the same for known and unknown addresses."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth_forms
from allauth.core import context
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.accounts import actions
from portal.accounts.models import Person
from portal.shared.address import client_address
from portal.shared.language import CODES, native_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    type Words = str | _StrPromise

EMAIL = {"type": "email", "autocomplete": "email", "dir": "ltr", "spellcheck": "false", "autocapitalize": "none"}
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "spellcheck": "false"}

ENTER_EMAIL = _("Enter your e-mail address, for example name@example.org.")
ENTER_PASSWORD = _("Enter your password.")
ENTER_CODE = _("Enter the code from the e-mail, for example 123456.")
WRONG_CODE = _("This code does not fit. Look at the newest e-mail from us and enter its code once more.")
WAIT_FOR_CODE = _("This code does not fit. Wait for a new code and enter it.")
PASSWORD_HINT = _("At least 10 characters. Three or four words that you can remember well are a good password.")


def speak(field: forms.Field, label: "Words", required: "Words", hint: "Words" = "") -> forms.Field:
    """Give a field its words; placeholders go away, for they vanish while one types."""
    field.label, field.help_text = label, hint
    field.error_messages = {**field.error_messages, "required": required}
    field.widget.attrs.pop("placeholder", None)
    return field


def speak_email(field: forms.Field, hint: "Words" = "") -> None:
    """Give an address field its words and what keyboards need."""
    speak(field, _("E-mail address"), ENTER_EMAIL, hint)
    field.error_messages["invalid"] = ENTER_EMAIL
    for validator in field.validators:
        validator.message = ENTER_EMAIL  # type: ignore[attr-defined]
    field.widget.attrs.update(EMAIL)


class SignInForm(allauth_forms.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak_email(self.fields["login"])
        speak(self.fields["password"], _("Password"), ENTER_PASSWORD)


class SignUpForm(allauth_forms.SignupForm):
    """A new account: only what signing in needs. Names are asked where they are needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak_email(self.fields["email"], _("We send you a code to this address. You need it in the next step."))
        speak(self.fields["password1"], _("Choose a password"), _("Choose a password."), PASSWORD_HINT)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.errors:
            actions.spend("signup-address", client_address(context.request))
            actions.spend("mail-verification", cleaned["email"])
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[Person | None, HttpResponse | None]:
        """Save; for a known address do the same amount of work, so that the time taken tells nothing."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class OneTimeCode:
    """A mailed code counts once, also when two requests bring it at the same time, and guessing ends soon."""

    cleaned_data: dict[str, Any]
    fields: dict[str, forms.Field]
    expected_code: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self.fields["code"], _("Code from the e-mail"), ENTER_CODE)
        self.fields["code"].widget.attrs.update(CODE)

    def clean_code(self) -> str:
        session = context.request.session.session_key
        actions.spend("code", session)
        code: str = super().clean_code()  # type: ignore[misc]
        if not actions.use_once("code", session, self.expected_code):
            raise ValidationError(WRONG_CODE, code="used")
        return code


class ConfirmAddressForm(OneTimeCode, allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code that proves the address."""


class ConfirmResetForm(OneTimeCode, allauth_forms.ConfirmPasswordResetCodeForm):
    """The code that opens the way to a new password."""


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):
    """Whose password is forgotten."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak_email(self.fields["email"], _("The address that you use to sign in."))

    def clean_email(self) -> str:
        email: str = super().clean_email()
        actions.spend("login-address", client_address(context.request))
        actions.spend("reset", email)
        return email


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """The new password, once: it can be shown while typing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        speak(self.fields["password1"], _("New password"), _("Choose a new password."), PASSWORD_HINT)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """Old and new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        speak(self.fields["oldpassword"], _("Your password until now"), ENTER_PASSWORD)
        speak(self.fields["password1"], _("New password"), _("Choose a new password."), PASSWORD_HINT)

    def clean_oldpassword(self) -> str:
        actions.spend("login-account", self.user.email)
        return super().clean_oldpassword()


class PasswordAgainForm(allauth_forms.ReauthenticateForm):
    """The password once more before something important."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self.fields["password"], _("Password"), ENTER_PASSWORD)


class ProfileForm(forms.ModelForm[Person]):
    """Name and language of letters and mails."""

    class Meta:
        model = Person
        fields = ("first_name", "last_name", "language")
        labels = {
            "first_name": _("Given names"),
            "last_name": _("Family name"),
            "language": _("Language of our letters and e-mails"),
        }

    language = forms.ChoiceField(label=_("Language of our letters and e-mails"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"
        choices = [(code, native_name(code)) for code in CODES]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


class FactorForm(forms.Form):
    """A code from the app, the mailbox or the printed list: one field takes them all."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={**CODE, "inputmode": "text"}),
        error_messages={"required": _("Enter the code, for example 123456.")},
    )

    def __init__(self, *args: Any, take: Callable[[str], object], by_mail: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.take = take
        # An app makes a new code by itself, a mailbox does not.
        self.wrong = WRONG_CODE if by_mail else WAIT_FOR_CODE
        self.taken: object = None

    def clean_code(self) -> str:
        self.taken = self.take(self.cleaned_data["code"])
        if not self.taken:
            raise ValidationError(self.wrong, code="wrong")
        return str(self.cleaned_data["code"])
