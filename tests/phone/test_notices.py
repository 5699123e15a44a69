"""Notices: codes with their gaps filled."""

from sipwidget.phone.notices import Level, Notice, alert, notice


def test_a_notice_is_a_status_with_its_gaps_filled_in_order() -> None:
    assert notice("call-busy", party="Door", tries=2) == Notice(
        "call-busy", Level.STATUS, (("party", "Door"), ("tries", "2")), None
    )


def test_an_alert_is_urgent_and_may_name_the_error_of_the_root() -> None:
    assert alert("config-missing", error="config", name="domain") == Notice(
        "config-missing", Level.ALERT, (("name", "domain"),), "config"
    )


def test_a_gap_may_have_the_name_of_a_parameter() -> None:
    assert notice("c", code="x", level="y").values == (("code", "x"), ("level", "y"))
