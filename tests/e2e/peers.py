"""The other end of a call, scripted: one that calls the phone, and one that the phone calls."""

from collections.abc import Mapping

from tests.e2e import frames, sessions
from tests.e2e.frames import Frame
from tests.e2e.scripted import Link

DOMAIN = "sip.test"
HOST = "peer.invalid"


class Dialog:
    """What both kinds of calls share: requests within the call, in both directions."""

    def __init__(self, link: Link, call_id: str, target: str, local: str, remote: str) -> None:
        self.link = link
        self.call_id = call_id
        self.target = target
        self.local = local
        self.remote = remote
        self.number = 100

    def request(
        self,
        method: str,
        *,
        body: str = "",
        number: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Frame:
        """Sends a request of this call; gives back what was sent."""
        if number is None:
            self.number += 1
            number = self.number
        text = frames.write(
            f"{method} {self.target} SIP/2.0",
            [
                ("Via", f"SIP/2.0/WS {HOST};branch=z9hG4bK{frames.token()}"),
                ("Max-Forwards", "70"),
                ("From", self.local),
                ("To", self.remote),
                ("Call-ID", self.call_id),
                ("CSeq", f"{number} {method}"),
                ("Contact", f"<sip:peer@{HOST};transport=ws>"),
                *(headers or {}).items(),
            ],
            body,
        )
        self.link.send(text)
        sent = frames.read(text)
        assert sent is not None
        return sent

    def answered(self, method: str, *, body: str = "") -> Frame:
        """Sends a request of this call and gives back the final response."""
        self.request(method, body=body)
        return self.link.response(method)


class Caller(Dialog):
    """Calls the phone on `link`, whose Contact the REGISTER or INVITE `known` told."""

    def __init__(
        self,
        link: Link,
        known: Frame,
        *,
        caller: str = f"<sip:peer@{DOMAIN}>",
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        target = contact(known)
        callee = f"<sip:someone@{DOMAIN}>"
        super().__init__(link, frames.token(), target, f"{caller};tag=caller", callee)
        offered = sessions.offer() if body is None else body
        self.invite = self.request("INVITE", body=offered, headers=headers)

    def ring(self) -> Frame:
        """Waits for the 180."""
        frame = self.link.until(lambda each: each.status == 180 and self.mine(each), "180")
        self.remote = frame.header("To")
        return frame

    def final(self) -> Frame:
        """Waits for the final response to the INVITE, and acknowledges a failure."""
        frame = self.link.until(
            lambda each: each.status >= 200 and each.about == "INVITE" and self.mine(each),
            "final response to the INVITE",
        )
        self.remote = frame.header("To")
        if frame.status >= 300:
            self.acknowledge()
        return frame

    def acknowledge(self, body: str = "") -> None:
        """Sends the ACK."""
        self.request("ACK", number=self.number, body=body)

    def cancel(self, headers: Mapping[str, str] | None = None) -> None:
        """Sends the CANCEL of the INVITE: same branch, same number (RFC 3261, 9.1)."""
        kept = [
            pair
            for pair in self.invite.headers
            if pair[0] not in ("CSeq", "Contact") and not pair[0].startswith("Content")
        ]
        number = self.invite.header("CSeq").partition(" ")[0]
        self.link.send(
            frames.write(
                f"CANCEL {self.invite.target} SIP/2.0",
                [*kept, ("CSeq", f"{number} CANCEL"), *(headers or {}).items()],
            )
        )

    def mine(self, frame: Frame) -> bool:
        """Whether the message belongs to this call."""
        return frame.header("Call-ID") == self.call_id


class Callee(Dialog):
    """Takes the next INVITE of the phone on `link`."""

    def __init__(self, link: Link, tag: str = "callee") -> None:
        self.invite = link.request("INVITE")
        local = f"{self.invite.header('To')};tag={tag}"
        remote = self.invite.header("From")
        call_id = self.invite.header("Call-ID")
        super().__init__(link, call_id, contact(self.invite), local, remote)
        self.tag = tag

    def reply(
        self,
        status: int,
        *,
        reason: str | None = None,
        headers: Mapping[str, str] | None = None,
        body: str = "",
        tag: str = "",
    ) -> None:
        """Answers the INVITE; everything from 180 on has a Contact."""
        known = {"Contact": f"<sip:peer@{HOST};transport=ws>", **(headers or {})}
        self.link.reply(
            self.invite, status, tag=tag or self.tag, reason=reason, headers=known, body=body
        )

    def answer(self) -> Frame:
        """Answers with 200 and waits for the ACK."""
        self.reply(200, body=sessions.answer(self.invite.body))
        return self.link.request("ACK")


def contact(frame: Frame) -> str:
    """The URI in the Contact header."""
    return frame.header("Contact").partition("<")[2].partition(">")[0]
