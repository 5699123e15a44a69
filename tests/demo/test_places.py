from demo.places import MAX_CONTACTS, Places
from sipwidget.sip.uri import Uri

CONTACT = Uri.parse("sip:x1@a1.invalid;transport=ws")


def test_a_contact_is_found_where_it_was_named_last() -> None:
    places = Places()
    places.learn("anna", 1, CONTACT)
    places.learn("anna", 2, CONTACT)
    assert places.find(Uri.parse("sip:x1@A1.invalid")) == 2


def test_nobody_takes_the_contact_of_somebody_else() -> None:
    places = Places()
    places.learn("anna", 1, CONTACT)
    places.learn("ben", 2, CONTACT)
    assert places.find(CONTACT) == 1


def test_a_closed_flow_is_nowhere_and_its_contacts_are_free() -> None:
    places = Places()
    places.learn("anna", 1, CONTACT)
    places.forget(1)
    assert places.find(CONTACT) is places.owner(1) is None
    places.learn("ben", 2, CONTACT)
    assert (places.find(CONTACT), places.owner(2)) == (2, "ben")


def test_a_flow_has_a_limited_number_of_contacts() -> None:
    places = Places()
    contacts = [Uri.parse(f"sip:x{n}@a.invalid") for n in range(MAX_CONTACTS + 1)]
    for contact in contacts:
        places.learn("anna", 1, contact)
    assert [places.find(one) for one in contacts] == [None] + [1] * MAX_CONTACTS
