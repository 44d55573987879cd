"""Headers that Django has no setting for; every answer carries them, static files and errors included."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

# What a script of ours may ask a browser for: a photograph of a paper, and a passkey. The rest is off.
USED = ("camera", "publickey-credentials-create", "publickey-credentials-get")
UNUSED = (
    *("accelerometer", "autoplay", "display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope"),
    *("hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture"),
    *("screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
HEADERS = {
    # Other sites embed nothing of what we answer.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join([*(f"{name}=(self)" for name in USED), *(f"{name}=()" for name in UNUSED)]),
}


def more_headers(get_response: Answer) -> Answer:
    """Add to every answer what keeps other sites and strange scripts out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response

    return middleware
