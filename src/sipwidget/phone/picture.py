"""The picture of the door (N18): when it is shown, and what is said when it does not come."""

from sipwidget.phone.inputs import PictureFailed
from sipwidget.phone.model import Call, Picture
from sipwidget.phone.notices import Notice, notice
from sipwidget.phone.settings import Config


def due(config: Config, call: Call | None) -> Picture | None:
    """Until the call's own picture comes, and all along a call without one.

    Without a call only where the place of the video is kept free. An address goes before an Item.
    """
    if config.edit or not (config.picture_url or config.picture_item):
        return None
    shown = config.show_video_when_idle if call is None else not call.seen
    item = "" if config.picture_url else config.picture_item
    return Picture(config.picture_url, item) if shown else None


def failure(failed: PictureFailed, config: Config) -> Notice:
    """Why there is no picture. The address is not told: it may hold a password."""
    if failed.problem == "address":
        return notice("picture-address", name="pictureUrl")
    return notice(f"picture-{failed.problem}", item=config.picture_item, name="pictureItem")
