"""Who may sign in with an account elsewhere."""

import pytest

from coach.errors import ConfigError
from coach.settings import Settings
from coach.web import oauth

PEOPLE = frozenset({"anna@firm.example", "@partner.example", "bram"})


@pytest.mark.parametrize("name", ["anna@firm.example", "Anna@Firm.Example", "x@partner.example", "bram"])
def test_who_is_named_comes_in(name: str) -> None:
    assert oauth.admits(PEOPLE, name)
    assert oauth.known(PEOPLE, oauth.identity("github", name))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "@",
        "eve@firm.example",
        "x@partner.example.evil",
        "anna@firm.example@evil",
        "partner.example",
        "local",
    ],
)
def test_who_is_not_named_stays_out(name: str) -> None:
    assert not oauth.admits(PEOPLE, name)
    assert not oauth.known(PEOPLE, oauth.identity("github", name))


@pytest.mark.parametrize("identifier", ["bram", "local", ":bram", "", "anna@firm.example"])
def test_a_name_without_its_provider_is_nobody(identifier: str) -> None:
    assert not oauth.known(PEOPLE, identifier)


def test_named_people_make_an_open_address_allowed() -> None:
    env = {"COACH_HOST": "0.0.0.0", "HOME": "/nowhere"}
    with pytest.raises(ConfigError):
        Settings.read(env).check_binding()
    named = Settings.read({**env, "COACH_OAUTH_USERS": " Anna@firm.example, ,@partner.example "})
    named.check_binding()
    assert named.oauth_users == {"anna@firm.example", "@partner.example"}
