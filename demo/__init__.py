"""The demo: the phone's page, a SIP server and an echo test in one process, on loopback only.

    web       pages, files and the WebSocket (aiohttp)
    exchange  joins sockets and the echo test to the proxy, and runs the proxy's one timer
    proxy     routes SIP requests between flows: text and time in, text out, no I/O
      gate          who somebody is (digest)
      registrar     which flow an account is to be found on
      places        which flow a Contact is to be found on
      forwarding    one request on its way to one or several phones
    accounts  who there is, and which window is whom
    echo      a phone that answers and sends back what it hears and sees (aiortc, by ``loopback``)

A flow is the number of one open connection. What the proxy gives back is a list of posts: the text
and the flow that it is for.
"""
