"""Opening files in the real sandbox: every way a camera writes a picture, what hangs inside PDFs, honest text."""

import io
import zipfile

import numpy as np
import pikepdf
import pillow_heif
import pytest
from PIL import Image, ImageCms

from portal.documents.adapters.reading import archives, pictures
from portal.documents.adapters.reading.pictures import RefusedError
from tests.documents.conftest import sandbox

RED, BLUE = (200, 30, 30), (30, 30, 200)
GPS, SECRET = 0x8825, "Anna Secret"


def picture(size=(400, 300)):
    """Red above, blue below: a cut, turned or inverted one is told from it."""
    made = Image.new("RGB", size, RED)
    made.paste(BLUE, (0, size[1] // 2, *size))
    return made


def encoded(image, form, **options):
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def deep():
    """48 bits a point: Pillow does not write it."""
    import cv2  # noqa: PLC0415

    points = np.asarray(picture())[:, :, ::-1].astype(np.uint16) * 257
    return cv2.imencode(".png", points)[1].tobytes()


def heif(**options):
    buffer = io.BytesIO()
    pillow_heif.from_pillow(picture()).save(buffer, **options)
    return buffer.getvalue()


def with_private_words():
    """A photograph with all that cameras and programs leave in it, and a second picture behind it."""
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = SECRET
    exif.get_ifd(GPS)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options = {"exif": exif, "comment": SECRET.encode(), "icc_profile": profile, "xmp": SECRET.encode()}
    return encoded(picture(), "JPEG", **options) + encoded(Image.new("RGB", (60, 40), "green"), "JPEG")


KINDS = {
    "JPEG": (encoded(picture(), "JPEG"), "image/jpeg"),
    "progressive JPEG": (encoded(picture(), "JPEG", progressive=True), "image/jpeg"),
    "CMYK JPEG": (encoded(picture().convert("CMYK"), "JPEG", quality=95), "image/jpeg"),
    "MPO": (encoded(picture(), "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40))]), "image/jpeg"),
    "PNG": (encoded(picture(), "PNG"), "image/png"),
    "48-bit PNG": (deep(), "image/png"),
    "PNG with a palette": (encoded(picture().quantize(16), "PNG"), "image/png"),
    "HEIC": (heif(), "image/heif"),
    "HEIC 4:4:4": (heif(chroma=444), "image/heif"),
    "private JPEG": (with_private_words(), "image/jpeg"),
}


def only_page(data, mime):
    cleaned = sandbox().normalise([data], mime=mime)
    assert cleaned.refusal == ""
    (page,) = cleaned.pages
    return page


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_picture_keeps_its_colours_and_its_sides(name):
    page = Image.open(io.BytesIO(only_page(*KINDS[name])))
    assert (page.format, page.mode, page.size) == ("JPEG", "RGB", (400, 300))
    assert np.allclose(page.getpixel((200, 50)), RED, atol=25)
    assert np.allclose(page.getpixel((200, 250)), BLUE, atol=25)


@pytest.mark.parametrize("name", KINDS)
def test_a29_no_word_no_place_and_no_second_picture_is_left(name):
    page = only_page(*KINDS[name])
    opened = Image.open(io.BytesIO(page))
    assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not opened.getexif()
    assert SECRET.encode() not in page
    assert page.count(b"\xff\xd8\xff") == 1
    assert page.endswith(b"\xff\xd9")


def test_a_see_through_picture_is_laid_on_white():
    made = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    page = Image.open(io.BytesIO(only_page(encoded(made, "PNG"), "image/png")))
    assert page.getpixel((10, 10)) == (255, 255, 255)


def test_sixteen_bits_of_grey_are_as_bright_as_before():
    grey = Image.fromarray(np.full((300, 400), 180 * 257, np.uint16))
    page = Image.open(io.BytesIO(only_page(encoded(grey, "PNG"), "image/png")))
    assert np.allclose(page.getpixel((10, 10)), 180, atol=2)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_applied(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    upright = Image.open(io.BytesIO(only_page(encoded(picture(), "JPEG", exif=exif), "image/jpeg")))
    assert upright.size == ((400, 300) if orientation <= 4 else (300, 400))
    # Where the first row of the stored picture belongs, by the Exif standard's table.
    red = {1: (200, 20), 2: (200, 20), 3: (200, 280), 4: (200, 280)}
    red |= {5: (20, 200), 6: (280, 200), 7: (280, 200), 8: (20, 200)}
    assert np.allclose(upright.getpixel(red[orientation]), RED, atol=25)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("kept", [0.02, 0.5, 0.9])
def test_a_jpeg_that_ends_too_early_is_corrupt_even_when_its_end_was_mended(mode, kept):
    noise = np.random.default_rng(1).integers(0, 255, (600, 800, 3), dtype=np.uint8)
    whole = encoded(Image.fromarray(noise).convert(mode), "JPEG")
    assert sandbox().normalise([whole], mime="image/jpeg").refusal == ""
    cut = whole[: round(len(whole) * kept)]
    for data in (cut, cut + b"\xff\xd9"):
        assert sandbox().normalise([data], mime="image/jpeg").refusal == "corrupt"


def test_a_picture_that_is_grey_below_is_not_taken_for_a_cut_one():
    made = picture()
    made.paste((127, 128, 130), (0, 200, 400, 300))
    assert sandbox().normalise([encoded(made, "JPEG")], mime="image/jpeg").refusal == ""


@pytest.mark.parametrize(("size", "refusal"), [((20_001, 10), "too-many-pixels"), ((19_999, 10), "")])
def test_a23_the_longest_side_is_limited(size, refusal):
    assert sandbox().normalise([encoded(Image.new("L", size), "PNG")], mime="image/png").refusal == refusal


def test_a23_eighty_megapixels_are_the_most(monkeypatch):
    pictures.load()
    monkeypatch.setattr(pictures, "MOST_PIXELS", 400 * 300)
    pictures.open_picture(KINDS["JPEG"][0], "image/jpeg")
    monkeypatch.setattr(pictures, "MOST_PIXELS", 400 * 300 - 1)
    with pytest.raises(RefusedError, match="too-many-pixels"):
        pictures.open_picture(KINDS["JPEG"][0], "image/jpeg")


# -- inside PDFs ---------------------------------------------------------------


def pdf(attached=b"", pages=(b"",)):
    made = pikepdf.new()
    font = made.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    for content in pages:
        page = made.add_blank_page()
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = made.make_stream(content)
    if attached:
        made.attachments["inside"] = attached
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def packed(members, **options):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def with_flag(data):
    """Say in an archive's lists that its member is encrypted."""
    made = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[data.index(mark) + at] |= 1
    return bytes(made)


PLAIN = packed({"a.txt": b"hello"})
INSIDE = {
    "a note": (b"hello", ""),
    "a small archive": (PLAIN, ""),
    "an archive in it": (packed({"b.zip": PLAIN}), ""),
    "three archives deep": (packed({"c.zip": packed({"b.zip": PLAIN})}), "too-complex"),
    "a bomb": (packed({"zeros": bytes(20_000_000)}), "too-complex"),
    "many members": (packed({str(number): b"x" for number in range(501)}), "too-complex"),
    "an encrypted archive": (with_flag(PLAIN), "encrypted"),
    "a broken archive": (PLAIN[:20], "too-complex"),
    "7z": (archives.CLOSED[0] + bytes(100), "too-complex"),
    "rar": (archives.CLOSED[1] + bytes(100), "too-complex"),
    "gzip": (archives.CLOSED[2] + bytes(100), "too-complex"),
    "tar": (bytes(257) + b"ustar\0" + bytes(250), "too-complex"),
}


@pytest.mark.parametrize("name", INSIDE)
def test_a24_what_hangs_in_a_pdf_is_looked_through_or_refused(name):
    attached, refusal = INSIDE[name]
    cleaned = sandbox().normalise([pdf(attached)], mime="application/pdf")
    assert cleaned.refusal == refusal
    assert refusal or cleaned.attachments == (attached,)


def test_a23_members_that_share_their_bytes_are_refused():
    one = zipfile.ZipInfo("a")
    one.compress_size, one.file_size = 600, 1000
    with pytest.raises(RefusedError, match="too-complex"):
        archives._check_list([one, one], 1000)


def test_a24_files_in_files_in_files_come_out_one_by_one_and_deeper_ones_are_refused():
    inner = pdf(b"deep down")
    two, three = pdf(inner), pdf(pdf(inner))
    assert sandbox().normalise([two], mime="application/pdf").attachments == (inner, b"deep down")
    assert sandbox().normalise([pdf(three)], mime="application/pdf").refusal == "too-complex"


@pytest.mark.parametrize("strength", [3, 4, 6])
def test_a_file_that_only_its_owner_may_change_is_opened_and_looked_through_too(strength):
    options = {"owner": "secret", "R": strength, "aes": strength > 3, "metadata": strength > 3}
    cleaned = sandbox().normalise([locked(user="", **options)], mime="application/pdf")
    assert (cleaned.refusal, cleaned.attachments) == ("", (b"hello",))
    assert len(cleaned.layer.split()) == 80
    assert sandbox().normalise([locked(user="mine", **options)], mime="application/pdf").refusal == "encrypted"


def locked(**options):
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(b"hello", pages=(lines(80),)))) as made:
        made.save(buffer, encryption=pikepdf.Encryption(**options))
    return buffer.getvalue()


def lines(count):
    words = b" ".join(b"word%d" % number for number in range(count))
    return b"BT /F1 2 Tf 10 700 Td (" + words + b") Tj ET"


def test_the_text_of_a_page_is_believed_page_by_page():
    data = pdf(pages=(lines(80), lines(10), lines(60)))
    first, second, third = sandbox().normalise([data], mime="application/pdf").layer.split("\f")
    assert (len(first.split()), second, len(third.split())) == (80, "", 60)


def test_text_behind_a_picture_of_the_whole_page_is_not_believed():
    made = pikepdf.open(io.BytesIO(pdf(pages=(lines(80),))))
    page = made.pages[0]
    image = made.make_stream(bytes(300), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=10, Height=10)
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    page.Resources.XObject = pikepdf.Dictionary(Im=image)
    width, height = page.mediabox[2], page.mediabox[3]
    page.contents_add(f"q {width} 0 0 {height} 0 0 cm /Im Do Q".encode())
    buffer = io.BytesIO()
    made.save(buffer)
    assert sandbox().normalise([buffer.getvalue()], mime="application/pdf").layer == ""


def test_a23_a_hundred_pages_are_drawn_and_one_more_is_not():
    assert len(sandbox().normalise([pdf(pages=(b"",) * 100)], mime="application/pdf").pages) == 100
    assert sandbox().normalise([pdf(pages=(b"",) * 101)], mime="application/pdf").refusal == "too-many-pages"
