"""Side by side: sipwidget as built, as plain PyScript, and pages on JsSIP and on SIP.js.

`make bench` runs it. All pages come from one server on loopback, register at one Kamailio, and take
turns, so that whatever else the machine does meets them alike.

    __main__    the command            results   samples, ratios, the targets; JSON
    bundle      npm and esbuild        table     what the terminal and docs/performance.md show
    site        what is served, how    plot      where the time of a boot goes, as SVG
    browsers    Chromium, processes    report    docs/performance.md
    boot, calls, parsing, idle         the measurements, in this order
"""
