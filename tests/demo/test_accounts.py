from demo.accounts import DOOR, ECHO, EVERYBODY, LEASE_SECONDS, PEOPLE, Account, Directory, Leases


def nobody(_account: Account, _now: float) -> bool:
    return False


def test_each_new_window_is_somebody_else() -> None:
    leases = Leases(PEOPLE, nobody)
    given = []
    for _ in PEOPLE:
        account = leases.next(0.0)
        assert account is not None
        leases.take(account, 0.0)
        given.append(account)
    assert given == list(PEOPLE)


def test_a_window_that_never_registers_gives_its_account_back() -> None:
    leases = Leases(PEOPLE, nobody)
    leases.take(PEOPLE[0], 0.0)
    assert leases.next(LEASE_SECONDS) is PEOPLE[1]
    assert leases.next(LEASE_SECONDS + 1) is PEOPLE[0]


def test_an_account_stays_taken_while_it_is_registered() -> None:
    leases = Leases(PEOPLE, lambda account, _now: account is PEOPLE[0])
    assert leases.next(1e6) is PEOPLE[1]


def test_where_all_are_given_the_one_given_longest_ago_is_next() -> None:
    leases = Leases(PEOPLE, nobody)
    for age, account in enumerate(reversed(PEOPLE)):
        leases.take(account, float(age))
    assert leases.next(5.0) is PEOPLE[-1]


def test_where_all_are_registered_there_is_none() -> None:
    assert Leases(PEOPLE, lambda _account, _now: True).next(0.0) is None


def test_people_are_dialed_by_name_or_number() -> None:
    directory = Directory((DOOR, *PEOPLE, ECHO))
    assert directory.dialed("621") is directory.dialed("ANNA") is PEOPLE[0]
    assert directory.dialed("600") is directory.dialed("echo") is ECHO
    assert directory.dialed("620") is directory.named("620") is DOOR
    assert directory.dialed("999") is directory.named("621") is None


def test_one_number_reaches_all_people_and_neither_door_nor_echo() -> None:
    directory = Directory((DOOR, *PEOPLE, ECHO))
    assert directory.reached(EVERYBODY) == PEOPLE
    assert directory.reached("ben") == directory.reached("622") == (PEOPLE[1],)
    assert directory.reached("nobody") == ()


def test_the_phonebook_holds_all_others_the_door_first() -> None:
    directory = Directory((DOOR, *PEOPLE[:2], ECHO))
    assert directory.phonebook(PEOPLE[0]) == "620=Door,ben=Ben,echo=Echo test"


def test_no_password_is_shown() -> None:
    assert PEOPLE[0].password not in repr(PEOPLE[0])
