"""The demo: a page with the phone, a SIP server, a door and an echo test, on loopback only.

    web       pages, files and the WebSocket (aiohttp)
    exchange  joins sockets and our own phones to the proxy, and runs the proxy's one timer
    proxy     routes SIP requests between flows: text and time in, text out, no I/O
      gate          who somebody is (digest)
      registrar     which flow an account is to be found on
      places        which flow a Contact is to be found on
      forwarding    one request on its way to one or several phones
    accounts  who there is, and which window is whom
    line      a phone of our own: sipwidget's user agent, on the exchange
      echo      answers, and sends back what it hears and sees, by ``loopback``
      door      rings and is called; ``doorplate`` says what of it, ``latch`` opens
    peer      one call's media (aiortc)
      loopback  for the echo test
      intercom  for the door: ``picture`` (on ``canvas``), ``chime``, and keys as ``tones``

A flow is the number of one open connection. What the proxy gives back is a list of posts: the text
and the flow that it is for.
"""
