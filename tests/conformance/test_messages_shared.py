"""The conformance data that ours is a copy of, where it lies beside the clone: `../shared`.

A file that is newer there, or new, is noticed; each entry of it is run as our own copies are.
"""

from collections.abc import Callable
from typing import Any

import pytest

from sipwidget.sip.message import parse
from tests.conformance import test_messages
from tests.conformance.load import FOLDER, SHARED, load_from
from tests.conformance.test_torture import facts_of
from tests.conformance.treatment import check_parser, check_user_agent
from tests.sip import (
    test_challenge,
    test_digest,
    test_headers,
    test_message,
    test_sdp,
    test_uri,
)

pytestmark = [
    pytest.mark.native("reads files beside the project"),
    pytest.mark.skipif(
        not SHARED.is_dir(), reason="no ../shared/conformance beside this clone: own copies are run"
    ),
]
# Prose and sequences: not copied octet by octet, but turned into tests.
TURNED_INTO_TESTS = {"crash_cases.json", "flows_rfc3665_7118.json", "sipjs_behaviours.json"}
VECTORS: dict[str, Callable[[Any, Any], object]] = {
    "parse_uri": test_uri.test_uris_mean_what_peers_read,
    "uri_equal": test_uri.test_uris_are_equivalent_by_the_rfcs_rules,
    "parse_name_addr": test_uri.test_addresses_mean_what_peers_read,
    "parse_contact_list": test_uri.test_contact_lists_mean_what_peers_read,
    "serialize_name_addr": test_uri.test_addresses_are_written_as_peers_write_them,
    "parse_via": test_headers.test_vias_mean_what_peers_read,
    "parse_cseq": test_headers.test_cseqs_mean_what_peers_read,
    "parse_replaces": test_headers.test_replaces_means_what_peers_read,
    "parse_challenge": test_challenge.test_shared_challenges,
    "content_length_of": test_message.test_content_length_counts_octets_and_comes_last,
    "parse_event": test_messages.test_events_mean_what_peers_read,
    "parse_content_disposition": test_messages.test_dispositions_mean_what_peers_read,
    "set_user_and_serialize": test_messages.test_a_user_part_may_be_changed,
}
DESCRIPTIONS = {
    "parse_sdp": test_sdp.test_shared_vectors,
    "offer_answer_check": test_sdp.test_shared_offers_and_answers,
    "reoffer_check": test_messages.test_a_second_offer_keeps_the_places_of_the_first,
}
NOT_OURS = {"uuid_valid": "the standard library's uuid reads and makes instance ids"}


def entries(name: str) -> list[Any]:
    """All entries of a shared file, none where there is no such folder."""
    known = load_from(SHARED, name) if SHARED.is_dir() else []
    return [pytest.param(entry, id=entry.get("id")) for entry in known]


def test_our_copies_are_the_shared_data() -> None:
    files = [*SHARED.glob("*.json"), *SHARED.glob("torture*/*")]
    names = {str(file.relative_to(SHARED)) for file in files} - TURNED_INTO_TESTS
    assert [name for name in sorted(names) if not same(name)] == []


def same(name: str) -> bool:
    own = FOLDER / name
    return own.is_file() and own.read_bytes() == (SHARED / name).read_bytes()


@pytest.mark.parametrize("entry", entries("torture4475.json"))
def test_messages_of_rfc_4475(entry: dict[str, Any]) -> None:
    frame = (SHARED / entry["file"]).read_bytes()
    check_parser(frame, entry["kind"], entry["parser"], facts_of(entry))
    check_user_agent(frame, entry["kind"], entry["ua"], entry["facts"])


@pytest.mark.parametrize("entry", entries("sipjs_vectors.json"))
def test_vectors(entry: dict[str, Any]) -> None:
    if entry["basis"] == "rfc" and entry["op"] not in NOT_OURS:
        VECTORS[entry["op"]](entry["input"], entry["expect"])


@pytest.mark.parametrize("entry", entries("sdp.json"))
def test_session_descriptions(entry: dict[str, Any]) -> None:
    DESCRIPTIONS[entry["op"]](entry)


@pytest.mark.parametrize("entry", entries("digest.json"))
def test_digests(entry: dict[str, Any]) -> None:
    test_digest.test_shared_vectors(entry)


@pytest.mark.parametrize(
    "entry", [*entries("rfc3261_sec24.json"), *entries("rfc7118_examples.json")]
)
def test_examples(entry: dict[str, Any]) -> None:
    message = parse(entry["wire"])
    assert parse(str(message)) == message
