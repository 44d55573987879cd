"""A newcomer protects the account: with a passkey (Chromium's virtual authenticator), and with an app."""

import re
from base64 import b32decode

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Page, expect

from tests.journeys.conftest import accessible, newest_code, picture

pytestmark = pytest.mark.journey

PASSWORD = "a long enough sentence"
PROFILE = "/en/account/profile/"


@pytest.fixture
def page(open_page) -> Page:
    page = open_page("en", phone=True)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def sign_up(page: Page, address: str) -> None:
    page.goto(f"/en/account/signup/?next={PROFILE}")
    accessible(page)
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    accessible(page)
    page.get_by_label("Code from the e-mail").fill(newest_code(page, address))
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(f"**{PROFILE}")


def protect(page: Page) -> None:
    page.goto(f"/en/account/second-factor/?next={PROFILE}")
    accessible(page)
    picture(page, "second-factor-choice")
    page.get_by_role("link", name="Use a passkey").click()
    accessible(page)
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_role("button", name="Make codes").click()
    expect(page.locator("main code")).to_have_count(10)
    accessible(page)
    picture(page, "printed-codes")
    page.get_by_role("link", name=re.compile("go on")).click()


def test_a_passkey_is_made_and_opens_the_account_again(page):
    sign_up(page, "passkey@example.org")
    protect(page)
    expect(page.get_by_role("button", name="Remove Passkey")).to_be_visible()
    accessible(page)
    picture(page, "profile")
    page.goto("/en/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto(f"/en/account/login/?next=/en/account/second-factor/%3Fnext={PROFILE}")
    accessible(page)
    page.get_by_label("E-mail address").fill("passkey@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    accessible(page)
    picture(page, "challenge")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(f"**{PROFILE}")


def test_an_app_is_connected_in_a_right_to_left_language(open_page):
    page, address = open_page("ar", phone=True), "app@example.org"
    page.goto("/ar/account/signup/?next=/ar/account/second-factor/")
    page.locator("#id_email").fill(address)
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("main form .button").click()
    page.locator("#id_code").fill(newest_code(page, address))
    page.locator("main form .button").first.click()
    page.locator("form[action*='set-up/app/begin'] button").click()
    accessible(page)
    picture(page, "app-set-up-ar")
    secret = b32decode(page.locator("main code").inner_text().replace(" ", ""))
    page.locator("#id_code").fill(f"{TOTP(secret).token():06d}")
    page.locator("main form .button").click()
    page.locator("form[action*='set-up/codes'] button").click()
    expect(page.locator("main code")).to_have_count(10)
    accessible(page)
