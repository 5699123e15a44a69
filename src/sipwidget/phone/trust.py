"""Whose settings act: the account of this device comes in, what only a link asks for stays out."""

from collections.abc import Mapping
from dataclasses import replace

from sipwidget.phone.checks import SettingError, clean_text, formed
from sipwidget.phone.properties import BY_NAME
from sipwidget.phone.settings import Config


def with_account(config: Config, local: Mapping[str, object]) -> Config:
    """The configuration with the account of this device, whose user name voids the widget's."""
    item = _local_text(local, "sipStateItem")
    config = replace(
        config,
        own_address=_local_text(local, "ownSipAddress"),
        sip_state_item=item or config.sip_state_item,
    )
    username = _local_text(local, "username")
    if not username:
        return config
    return replace(
        config,
        username=username,
        password=_local_text(local, "password"),
        authorization_user="",
        local_account=True,
    )


def _local_text(local: Mapping[str, object], name: str) -> str:
    known = BY_NAME.get(name)
    try:
        value = formed(known, local.get(name)) if known else clean_text(local.get(name, ""))
    except SettingError:
        return ""
    return value if isinstance(value, str) else ""


def withhold(config: Config, local: Mapping[str, object]) -> Config:
    """The configuration without what a link must not do on its own (CONTRACT.md, Trust)."""
    allowed = tuple(each for each in config.buttons if not each.item)
    withheld = {
        "autoAnswer": config.auto_answer,
        "autoDial": config.auto_dial,
        "commandItem": config.command_item,
        "sipStateItem": config.sip_state_item,  # its states are commands to an Item
        "buttons": len(allowed) < len(config.buttons),
        "localAccount": any(local.values()),
    }
    return replace(
        config,
        auto_answer=(),
        auto_dial="",
        command_item="",
        sip_state_item="",
        buttons=allowed,
        withheld=tuple(name for name, there in withheld.items() if there),
    )
