"""The four transactions, run by hand over every row of their tables (RFC 3261 17, RFC 6026)."""

import pytest

from sipwidget.sip.errors import ProtocolError
from sipwidget.sip.headers import Headers
from sipwidget.sip.limits import MAX_TRANSACTIONS
from sipwidget.sip.message import Request, Response, respond
from sipwidget.sip.outbox import Outbox
from sipwidget.sip.states import (
    CLIENT,
    INVITE_CLIENT,
    INVITE_SERVER,
    LASTS,
    SERVER,
    Act,
    Heard,
    Transacting,
    TransactionTable,
)
from sipwidget.sip.transaction import (
    ClientTransaction,
    Sequence,
    ServerTransaction,
    Transactions,
    acknowledge_failure,
    beside,
    heard,
    server_key,
)
from sipwidget.sip.uri import Uri
from tests.peer import Peer, shape

STATUS = {Heard.PROVISIONAL: 180, Heard.SUCCESS: 200, Heard.FAILURE: 486}
T, H = Transacting, Heard


class User:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[int] = []

    def receive_response(self, transaction: ClientTransaction, response: Response) -> None:
        self.told.append(response.status)


class Bench:
    """A transaction layer with one user."""

    def __init__(self) -> None:
        self.outbox = Outbox()
        self.layer = Transactions(self.outbox)
        self.user = User()

    def request(self, method: str, branch: str = "1") -> Request:
        lines = [
            ("Via", f"SIP/2.0/WSS us.invalid;branch=z9hG4bK{branch}"),
            ("Max-Forwards", "70"),
            ("From", "<sip:a@x>;tag=a"),
            ("To", "<sip:b@x>"),
            ("Call-ID", "k"),
            ("CSeq", f"7 {method}"),
            ("Route", "<sip:p1;lr>, <sip:p2;lr>"),
        ]
        return Request(method, Uri.parse("sip:b@x"), Headers(lines))

    def client(self, method: str) -> ClientTransaction:
        transaction = self.layer.request(self.request(method), self.user, Sequence())
        self.outbox.take()
        return transaction

    def wire(self) -> list[str | int]:
        return shape(self.outbox.take())


def rows(table: TransactionTable) -> list[object]:
    return [
        pytest.param(state, what, after, actions, id=f"{state}, {what}")
        for (state, what), (after, actions) in table.items()
    ]


# How a test brings a new transaction into a state: by inputs that the table itself has.
CLIENT_WAYS = {
    T.CALLING: [],
    T.TRYING: [],
    T.PROCEEDING: [H.PROVISIONAL],
    T.ACCEPTED: [H.SUCCESS],
}
SERVER_WAYS = {
    "INVITE": {T.PROCEEDING: [], T.ACCEPTED: [H.SUCCESS], T.COMPLETED: [H.FAILURE]},
    "BYE": {T.TRYING: [], T.PROCEEDING: [H.PROVISIONAL]},
}


def meet_client(transaction: ClientTransaction, what: Heard) -> None:
    if what is H.TIMEOUT:
        transaction.timed_out("transaction")
    elif what is H.BROKEN:
        transaction.transport_failed()
    else:
        transaction.receive(respond(transaction.request, STATUS[what], to_tag="b"))


def meet_server(transaction: ServerTransaction, what: Heard) -> None:
    if what in STATUS:
        transaction.respond(respond(transaction.request, STATUS[what], to_tag="us"))
        return
    plain = {
        H.REQUEST: transaction.receive_again,
        H.ACK: transaction.receive_ack,
        H.TIMEOUT: lambda: transaction.timed_out("transaction"),
        H.BROKEN: transaction.transport_failed,
    }
    plain[what]()


def check_client(method: str, state: Transacting, what: Heard, row: object) -> None:
    bench = Bench()
    transaction = bench.client(method)
    for step in CLIENT_WAYS[state]:
        meet_client(transaction, step)
    assert transaction.state is state
    bench.user.told.clear()
    bench.outbox.take()
    meet_client(transaction, what)
    after, actions = row or (state, ())
    assert transaction.state is after
    assert bench.wire() == ["ACK"] * (Act.ACK in actions)
    status = STATUS.get(what) or {H.TIMEOUT: 408, H.BROKEN: 503}.get(what)
    reports = {Act.REPORT, Act.REPORT_TIMEOUT, Act.REPORT_BROKEN} & set(actions)
    assert bench.user.told == [status] * len(reports)
    check_kept(bench, transaction, LASTS["INVITE client" if method == "INVITE" else "client"])


def check_kept(
    bench: Bench,
    transaction: ClientTransaction | ServerTransaction,
    lasts: dict[Transacting, float | None],
) -> None:
    """A finished transaction leaves nothing behind; a running one has its state's timer."""
    assert len(bench.layer) == (transaction.state is not T.TERMINATED)
    if transaction.state is T.TERMINATED or transaction.state in lasts:
        timed = lasts.get(transaction.state) is not None
        assert (bench.outbox.deadlines.next() is not None) == timed


def test_every_state_of_the_tables_is_looked_at() -> None:
    for ways, tables in (
        (CLIENT_WAYS, (INVITE_CLIENT, CLIENT)),
        (SERVER_WAYS["INVITE"], (INVITE_SERVER,)),
        (SERVER_WAYS["BYE"], (SERVER,)),
    ):
        assert {state for table in tables for state, _ in table} == set(ways)


@pytest.mark.parametrize(("state", "what", "after", "actions"), rows(INVITE_CLIENT))
def test_each_row_of_the_invite_client(
    state: Transacting, what: Heard, after: Transacting, actions: tuple[Act, ...]
) -> None:
    check_client("INVITE", state, what, (after, actions))


@pytest.mark.parametrize(("state", "what", "after", "actions"), rows(CLIENT))
def test_each_row_of_the_client(
    state: Transacting, what: Heard, after: Transacting, actions: tuple[Act, ...]
) -> None:
    check_client("BYE", state, what, (after, actions))


@pytest.mark.parametrize("method", ["INVITE", "BYE"])
@pytest.mark.parametrize("what", [*STATUS, H.TIMEOUT, H.BROKEN])
@pytest.mark.parametrize("state", CLIENT_WAYS)
def test_an_input_without_a_row_changes_nothing_at_a_client(
    method: str, what: Heard, state: Transacting
) -> None:
    table = INVITE_CLIENT if method == "INVITE" else CLIENT
    if (state, what) not in table and state in {key[0] for key in table}:
        check_client(method, state, what, None)


@pytest.mark.parametrize(
    ("method", "state", "what", "after", "actions"),
    [
        pytest.param(method, state, what, *row, id=f"{method}: {state}, {what}")
        for method, table in {"INVITE": INVITE_SERVER, "BYE": SERVER}.items()
        for state in SERVER_WAYS[method]
        for what in Heard
        for row in [table.get((state, what), (state, ()))]
    ],
)
def test_each_row_of_the_servers_and_all_that_have_none(
    method: str, state: Transacting, what: Heard, after: Transacting, actions: tuple[Act, ...]
) -> None:
    bench = Bench()
    transaction = bench.layer.open(bench.request(method))
    ways = SERVER_WAYS[method][state]
    for step in ways:
        meet_server(transaction, step)
    assert transaction.state is state
    bench.outbox.take()
    meet_server(transaction, what)
    assert transaction.state is after
    expected = []
    if Act.SEND in actions:
        expected = [STATUS[what]]
    elif Act.RESEND in actions:
        expected = [STATUS[step] for step in ways[-1:]]
    assert bench.wire() == expected
    check_kept(bench, transaction, LASTS["INVITE server" if method == "INVITE" else "server"])


def test_a_response_that_comes_too_late_is_not_resent_either() -> None:
    bench = Bench()
    transaction = bench.layer.open(bench.request("INVITE"))
    meet_server(transaction, H.FAILURE)
    meet_server(transaction, H.SUCCESS)
    transaction.receive_again()
    assert bench.wire() == [486, 486]


def test_the_tag_of_what_was_answered_is_known() -> None:
    bench = Bench()
    transaction = bench.layer.open(bench.request("INVITE"))
    assert transaction.tag == ""
    meet_server(transaction, H.PROVISIONAL)
    assert transaction.tag == "us"


def test_a_timer_ends_what_is_silent_and_only_that() -> None:
    bench = Bench()
    transaction = bench.client("INVITE")
    bench.outbox.now = 31.0
    meet_client(transaction, H.PROVISIONAL)
    assert bench.outbox.deadlines.next() is None, "the callee may ring for as long as it likes"
    meet_client(transaction, H.SUCCESS)
    assert bench.outbox.deadlines.next() == 63.0


def test_an_ack_and_a_cancel_go_the_invites_own_way() -> None:
    bench = Bench()
    invite = bench.request("INVITE")
    ack = acknowledge_failure(invite, respond(invite, 486, to_tag="b"))
    cancel = beside("CANCEL", invite, invite.headers.get("To", ""))
    for request, tag in ((ack, "b"), (cancel, None)):
        assert (request.uri, request.via, request.from_) == (invite.uri, invite.via, invite.from_)
        assert request.headers.all("Via") == invite.headers.all("Via")
        assert request.headers.all("Route") == ["<sip:p1;lr>", "<sip:p2;lr>"]
        assert (request.call_id, request.cseq.number, request.max_forwards) == ("k", 7, 70)
        assert request.to.tag == tag
        assert request.cseq.method == request.method
        assert request.body == ""


def test_a_response_finds_its_transaction_by_branch_and_method() -> None:
    bench = Bench()
    invite = bench.client("INVITE")
    cancel = bench.client("CANCEL")
    assert bench.layer.client(respond(invite.request, 180)) is invite
    assert bench.layer.client(respond(cancel.request, 200)) is cancel
    assert bench.layer.client(respond(bench.request("INVITE", "2"), 200)) is None
    assert bench.layer.client(respond(bench.request("BYE"), 200)) is None


def test_a_request_finds_its_transaction_by_branch_host_and_method() -> None:
    bench = Bench()
    invite = bench.request("INVITE")
    transaction = bench.layer.open(invite)
    assert bench.layer.server(bench.request("INVITE")) is transaction
    assert bench.layer.server(bench.request("ACK"), "INVITE") is transaction
    assert bench.layer.server(bench.request("CANCEL"), "INVITE") is transaction
    assert bench.layer.server(bench.request("CANCEL")) is None
    assert bench.layer.server(bench.request("INVITE", "2")) is None
    elsewhere = bench.request("INVITE")
    elsewhere.headers.set("Via", "SIP/2.0/WSS them.invalid;branch=z9hG4bK1")
    assert bench.layer.server(elsewhere) is None


@pytest.mark.parametrize("branch", ["", ";branch=", ";branch=old", ";branch=z9hG4bK"])
def test_an_old_peers_request_is_known_by_all_its_parts(branch: str) -> None:
    def old(method: str, to: str = "<sip:b@x>", **headers: str) -> Request:
        request = Bench().request(method)
        request.headers.set("Via", f"SIP/2.0/UDP them{branch}")
        request.headers.set("To", to)
        for name, value in headers.items():
            request.headers.set(name.replace("_", "-"), value)
        return request

    key = server_key(old("INVITE"))
    assert server_key(old("ACK", "<sip:b@x>;tag=us"), "INVITE") == key
    assert server_key(old("CANCEL"), "INVITE") == key
    assert server_key(old("INVITE", Call_ID="other")) != key
    assert server_key(old("INVITE", CSeq="8 INVITE")) != key
    assert server_key(old("INVITE", From="<sip:a@x>;tag=other")) != key


def test_invites_are_limited_and_nothing_else_is() -> None:
    bench = Bench()
    for number in range(MAX_TRANSACTIONS):
        bench.layer.open(bench.request("INVITE", str(number)))
    with pytest.raises(ProtocolError) as refused:
        bench.layer.open(bench.request("INVITE", "more"))
    assert refused.value.status == 503
    bye = bench.layer.open(bench.request("BYE", "bye"))
    bye.respond(respond(bye.request, 200))
    assert len(bench.layer) == MAX_TRANSACTIONS


def test_a_flood_of_invites_does_not_keep_a_call_from_ending() -> None:
    peer = Peer()
    tag, call = peer.talk()
    answers = [shape(peer.hear(peer.invite(call_id=f"f{n}"))) for n in range(MAX_TRANSACTIONS + 9)]
    assert answers[0] == [486]
    assert answers[-1] == [503]
    assert shape(peer.hear(peer.within("BYE", tag))) == [200]
    assert call not in peer.agent._sessions
    peer.wait(33)
    assert len(peer.agent._endpoint.transactions) <= 1
    assert shape(peer.hear(peer.invite(call_id="later"))) == [180]


def test_a_request_by_two_paths_is_told_from_another() -> None:
    bench = Bench()
    bench.layer.open(bench.request("INVITE"))
    assert bench.layer.merged(bench.request("INVITE", "2"))
    assert not bench.layer.merged(bench.request("OPTIONS", "2"))
    later = bench.request("INVITE", "2")
    later.headers.set("CSeq", "8 INVITE")
    assert not bench.layer.merged(later)


def test_a_lost_socket_ends_all_of_them() -> None:
    bench = Bench()
    bench.client("INVITE")
    bench.client("BYE")
    bench.layer.open(bench.request("INVITE", "9"))
    bench.layer.transport_failed()
    assert len(bench.layer) == 0
    assert bench.user.told == [503, 503]
    assert bench.outbox.deadlines.next() is None


def test_what_nobody_waits_for_is_forgotten() -> None:
    bench = Bench()
    transaction = bench.client("BYE")
    bench.layer.forget(transaction)
    assert len(bench.layer) == 0
    assert bench.outbox.deadlines.next() is None


@pytest.mark.parametrize(
    ("status", "what"), [(100, H.PROVISIONAL), (199, H.PROVISIONAL), (200, H.SUCCESS)]
)
def test_a_status_is_an_input(status: int, what: Heard) -> None:
    assert heard(status) is what
    assert heard(299) is H.SUCCESS
    assert heard(300) is heard(699) is H.FAILURE


def test_numbers_count_on() -> None:
    sequence = Sequence()
    assert [sequence.next() for _ in range(3)] == [1, 2, 3]
