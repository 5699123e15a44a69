"""A stand-in for openHAB on loopback: what a page of Main UI and a widget in it can see of one.

``House`` has the Items, ``Components`` the pages and widgets, ``Auth`` says who may; none of them
does I/O. ``rest`` and ``streams`` put them on HTTP, ``static_files`` serves ``html/`` by openHAB's
rules, ``host_page`` stands in for Main UI, ``fake`` puts all together, and ``faults`` breaks it as
a test wants. What is said here of openHAB is read in the sources of its core and its web UI.
"""
