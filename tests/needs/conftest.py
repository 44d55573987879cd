import pytest

from tests.factories.catalogue import packs, published


@pytest.fixture
def catalogue(db):
    """All services, published."""
    for slug in packs().services:
        published(slug)


@pytest.fixture
def walk(client, catalogue):
    """Answer the questions as somebody does in a browser, in the order in which they are asked; returns the result.

    `walk.asked` are the questions of the last walk. No address on the way holds an answer.
    """

    def walked(language="en", **answers):
        address, walked.asked = f"/{language}/needs/questions/happened/", []
        while "/result/" not in address:
            code = address.rstrip("/").rsplit("/", 1)[1]
            assert code not in walked.asked, f"{code} is asked twice"
            walked.asked.append(code)
            response = client.post(address, {code: answers[code]})
            assert response.status_code == 302, (code, response.status_code)
            address = response["Location"]
            assert not [value for value in answers.values() if value and value in address.split("/")], address
            assert "?" not in address
        return client.get(address)

    return walked
