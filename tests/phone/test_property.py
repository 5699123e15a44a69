"""What a row of the table says of itself."""

from sipwidget.phone.properties import BY_NAME


def test_an_abbreviation_is_one_word_in_python() -> None:
    assert BY_NAME["enableSIPDebug"].attribute == "enable_sip_debug"
    assert BY_NAME["defaultVideoAspectRatio"].attribute == "default_video_aspect_ratio"


def test_a_password_is_secret_and_a_name_is_not() -> None:
    assert BY_NAME["password"].secret
    assert not BY_NAME["username"].secret
