"""English."""

WORDS = {
    "lang": "en",
    # the call icon: what it does, how we stand with the server
    "icon-connecting": "Call, connecting",
    "icon-connected": "Call, connected",
    "icon-registering": "Call, connected; calls cannot be received yet",
    "icon-standby": "Call, connected; another page on this device receives the calls",
    "icon-registered": "Call, connected and registered",
    "icon-refused": "Call; calls cannot be received: {reason}",
    "icon-off": "Call, not available: {reason}",
    "icon-dnd": "{standing}; do not disturb is on: calls do not ring here",
    "reason-refused": "the server refused the registration",
    "reason-off": "the phone is not set up",
    "reason-edit": "the page is being edited",
    "caption-registering": "Calls cannot be received yet",
    "caption-dnd": "Do not disturb",
    "caption-standby": "Another page receives the calls",
    "caption-refused": "Calls cannot be received",
    # a call
    "party-hidden": "Private call",
    "party-other": "The other side",
    "state-incoming": "Incoming call",
    "state-incoming-accepted": "Connected",
    "state-outgoing": "Calling…",
    "state-outgoing-accepted": "Connected",
    "state-ringing": "Ringing…",
    "state-early": "Calling, with picture",
    "state-held": "Connected, put on hold by the other side",
    "state-on-hold": "On hold",
    "state-muted": "Connected, microphone off",
    "automatic-incoming": "Answered automatically.",
    "automatic-outgoing": "Called automatically.",
    "open-microphone": "Your microphone is on.",
    "open-camera": "Your microphone and your camera are on.",
    "sentence-call": "{state}: {party}",
    # buttons and sheets
    "button-accept": "Accept",
    "button-decline": "Decline",
    "button-hangup": "Hang up, {state}",
    "button-dtmf": "Send the door code",
    "button-keypad": "Keypad",
    "button-mute": "Mute",
    "button-hold": "Hold",
    "button-camera": "Camera off",
    "button-fullscreen": "Full screen",
    "button-pip": "Picture in picture",
    "group-controls": "During the call",
    "button-talk": "Hold down to talk",
    "group-waiting": "Other calls",
    "button-accept-other": "Accept {party}",
    "button-decline-other": "Decline {party}",
    "button-swap-other": "Switch to {party}",
    "buttons": "Doors and buttons",
    "picture": "Picture of the door",
    "button-waiting": "{label}, sent",
    "button-done": "{label}: done",
    "button-failed": "{label}, failed",
    "sheet-keypad": "Keypad",
    "button-speaker": "Sound",
    "sheet-sound": "Sound",
    "field-volume": "Volume",
    "key-star": "star",
    "key-pound": "pound",
    "button-dial": "Call {party}",
    "button-cancel": "Cancel",
    "button-dnd": "Do not disturb",
    "button-consent": "Allow on this device",
    "button-sound": "Allow sound",
    "button-no": "No",
    "navigation": "Other sheets",
    "go-settings": "Account",
    "go-history": "Recent calls",
    "go-number": "Dial a number",
    "sheet-history": "Recent calls",
    "sheet-number": "Dial a number",
    "field-search": "Search",
    "search-nobody": "Nobody has this name or number.",
    "field-number": "Number or address",
    "button-backspace": "Delete the last character",
    "button-redial": "Redial {party}",
    "button-dial-nothing": "Type a number to call",
    "history-empty": "No calls yet.",
    "button-clear-history": "Clear list",
    "button-clear-sure": "Really delete all?",
    "button-call-again": "{party}: {details}. Call",
    "missed-one": "{number} missed call",
    "missed-many": "{number} missed calls",
    "icon-missed": "{standing}; {missed}",
    "record-incoming-answered": "Incoming",
    "record-incoming-missed": "Missed",
    "record-incoming-declined": "Declined",
    "record-incoming-elsewhere": "Answered elsewhere",
    "record-incoming-failed": "Incoming, failed",
    "record-outgoing-answered": "Outgoing",
    "record-outgoing-failed": "Outgoing, no connection",
    "yesterday": "yesterday",
    "months": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "date": "{day} {month}",
    "date-year": "{day} {month} {year}",
    "sheet-phonebook": "Whom do you want to call?",
    # the quality of a call, and what crossed the socket
    "button-quality": "Quality: {mark}",
    "sheet-quality": "Quality of the call",
    "quality-good": "good",
    "quality-fair": "fair, now and then something is missing",
    "quality-poor": "poor, much is missing",
    "quality-silent": "nothing comes from the other side",
    "quality-unknown": "not measured yet",
    "figure-loss": "Lost",
    "figure-jitter": "Jitter",
    "figure-round-trip": "Round trip",
    "figure-packets": "Packets received / sent",
    "figure-codec": "Codec",
    "figure-local": "Our address",
    "figure-remote": "Their address",
    "go-diagnostics": "Diagnostics",
    "sheet-diagnostics": "Diagnostics",
    "diagnostics-intro": (
        "The SIP messages of the last calls. Tap one to read it; passwords are never shown."
    ),
    "button-mask-numbers": "Hide numbers",
    "button-download": "Download",
    "button-close": "Close",
    "trace-to": "Call to {party}",
    "trace-from": "Call from {party}",
    "trace-rest": "Registration",
    "ladder-phone": "This phone",
    "ladder-server": "Server",
    "ladder-sent": "sent",
    "ladder-received": "received",
    "candidates-local": "Ways to this phone (ICE candidates)",
    "candidates-remote": "Ways to the other side",
    # the self-test
    "go-selftest": "Self-test",
    "sheet-selftest": "Self-test",
    "selftest-intro": (
        "Goes through all that a call needs, and says what to do about what does not work. The "
        "microphone opens for a moment, and a tone is played."
    ),
    "selftest-question": "Have you heard two short tones?",
    "button-selftest-start": "Start",
    "button-selftest-heard": "Yes",
    "button-selftest-unheard": "No",
    "button-selftest-call": "Call",
    "field-echo": "Test call to",
    "selftest-hint": (
        "A number that answers by itself, such as an echo test. The phone counts what goes both "
        "ways, then hangs up."
    ),
    "test-secure": "Secure page",
    "test-address": "Address of the server",
    "test-connection": "Connection to the server",
    "test-subprotocol": "SIP over WebSocket",
    "test-registration": "Registration",
    "test-items": "openHAB's Items",
    "test-stun": "STUN or TURN server",
    "test-microphone": "Microphone",
    "test-camera": "Camera",
    "test-sound": "Loudspeaker",
    "test-call": "Test call",
    "outcome-waiting": "not tested",
    "outcome-running": "being tested",
    "outcome-passed": "works",
    "outcome-failed": "does not work",
    "outcome-skipped": "left out",
    "test-found": "{found}",
    "test-registered": "Registered as {address}.",
    "test-editing": "The page is being edited: the phone does not connect.",
    "test-needs-settings": "Without its settings the phone does not connect.",
    "test-needs-server": "There is no connection to the server.",
    "test-unregistered": "This phone does not register: it only makes calls.",
    "test-no-item": "No Item is set.",
    "test-no-stun": "No server is set; within one network none is needed.",
    "test-no-video": "Video is off.",
    "test-stun-silent": (
        "No server answered. Check the property stunServers or turnServers and the firewall; "
        "calls within the network work without."
    ),
    "test-sound-unheard": (
        "Turn the volume up, check the loudspeaker of the device, and choose another in the "
        "settings of this device."
    ),
    "test-sound-impossible": (
        "The browser plays no sound here. Allow sound for this page in the browser's settings, "
        "then start again."
    ),
    "test-call-flows": "Sound went both ways: {received} packets received, {sent} sent.",
    "test-call-ended": "The call ended before anything could be counted.",
    "test-call-unanswered": "Nobody took the call. Take a number that answers by itself.",
    "test-call-silent": (
        "Nothing came back. If the other side is no echo test it may be silent; else check the "
        "firewall, NAT and the properties stunServers and turnServers."
    ),
    "test-call-mute": "Nothing could be sent. Allow the microphone and check the firewall.",
    # the local account of this device, and what it does otherwise than the widget
    "sheet-account": "Local SIP Account Settings",
    "account-intro": "Kept in this browser only. Whatever is left empty is as the widget has it.",
    "group-advanced": "Advanced",
    "group-device": "This device",
    "group-sound": "Sound of the microphone",
    "field-username": "SIP user name",
    "hint-username": "Replaces the widget's account, its password included.",
    "field-password": "SIP password",
    "field-ownSipAddress": "Own SIP address",
    "hint-ownSipAddress": "As the phonebook has it, such as **621: this device does not offer it.",
    "field-sipStateItem": "State Item",
    "hint-sipStateItem": "A String Item of this device's own, in place of the widget's.",
    "field-autoAnswer": "Answer automatically",
    "field-autoAnswerFrom": "Callers to answer automatically",
    "hint-autoAnswerFrom": "Numbers or addresses with commas between, or * for everybody.",
    "field-enableVideo": "Video",
    "field-enableTones": "Ring tones",
    "field-microphone": "Microphone",
    "field-camera": "Camera",
    "field-speaker": "Speaker",
    "field-ringer": "Speaker for ringing",
    "field-echoCancellation": "Cancel echo",
    "field-noiseSuppression": "Suppress noise",
    "field-autoGainControl": "Even out the loudness",
    "choice-inherited": "As the widget has it",
    "choice-on": "On",
    "choice-off": "Off",
    "choice-browser": "As the browser chooses",
    "device-microphone": "Microphone {number}",
    "device-camera": "Camera {number}",
    "device-speaker": "Speaker {number}",
    "device-unknown": "Unknown device",
    "devices-unnamed": "Names and choices appear after the first call.",
    "button-show": "Show password",
    "button-save": "Save",
    "button-clear": "Clear",
    "local-saved": "Saved on this device.",
    "local-unsaved": (
        "This browser keeps no settings: they hold until the page is reloaded. Allow this page to "
        "store data in the browser's settings."
    ),
    "local-damaged": (
        "The local settings that this browser has kept cannot be read. Save or clear them in "
        "Local SIP Account Settings."
    ),
    # why a call was not made, or ended
    "call-busy": "{party} is busy. Try again later.",
    "call-declined": "{party} declined the call.",
    "call-not-found": "{party} was not found. Check the number in the phonebook.",
    "call-no-answer": "{party} did not answer.",
    "call-unanswered": "{party} called, and nobody answered.",
    "call-limit": (
        "The call with {party} has ended: no call may last longer than {seconds} seconds here."
    ),
    "call-not-available": "{party} cannot be reached at the moment. Try again later.",
    "call-forbidden": "The server does not permit this call. Check what this account may dial.",
    "call-network": "The connection to the server was lost. Call again when the icon is green.",
    "call-failed": "The call failed ({status} {reason}). Try again.",
    "call-refused-media": (
        "The other side does not support the offered audio or video formats. "
        "Enable a common codec there, for example G.711 or Opus."
    ),
    "call-address": (
        "{target} cannot be called: this is no number or address. Check how it is written."
    ),
    "call-not-connected": "Not connected to the server yet. Call when the icon is green.",
    "resume-refused": (
        "{party} did not accept that the call goes on. Try again, or hang up and call anew."
    ),
    "second-call": "{party} called while you were in a call.",
    "voice-message": "There are new voice messages.",
    "voice-messages": "New voice messages: {new}",
    "text-received": "{party} writes: {text}",
    # the phonebook
    "phonebook-empty": "Please configure phonebook entries",
    # the registration
    "registration-refused": (
        "The server refused the registration ({status} {reason}). Check user name and password."
    ),
    "registration-unanswered": (
        "The server did not answer the registration. Check the SIP domain and the server."
    ),
    "registration-retry": (
        "The registration failed ({status} {reason}). It is tried again; calls cannot be received "
        "until then."
    ),
    "password-wrong": "The server did not accept the password. Check user name and password.",
    "authentication-algorithm": (
        "The server asks for a way of authentication that this phone does not know or that is "
        "weaker than before. Use MD5, SHA-256 or SHA-512-256 on the server."
    ),
    "authentication-realm": (
        "Somebody other than the configured server asked for the password; it was not given. "
        "Check the SIP domain and the server."
    ),
    # the socket
    "socket-unreachable": (
        "The server at {url} cannot be reached or does not speak SIP over WebSocket; the phone "
        "keeps trying. Check websocketUrl, the server and its certificate."
    ),
    "socket-url": "The address {url} is not valid. Check the property websocketUrl.",
    "socket-insecure": (
        "A page served over https needs a secure connection. Use wss:// in the property "
        "websocketUrl."
    ),
    "socket-subprotocol": (
        "The server at {url} does not speak SIP over WebSocket. Check the property websocketUrl."
    ),
    "socket-garbage": (
        "The server at {url} sends something that is not SIP. Check the property websocketUrl."
    ),
    "server-silent": "The server no longer answers; the phone connects again.",
    # the page, its devices, the media
    "insecure-context": (
        "Calls need a secure page: the browser gives no microphone here. Open this page with "
        "https://."
    ),
    "microphone-refused": (
        "The microphone is blocked, so the other side cannot hear you. Allow it for this page in "
        "the browser's settings, then call again."
    ),
    "microphone-missing": (
        "No microphone was found, so the other side cannot hear you. Connect one, then call again."
    ),
    "microphone-busy": (
        "The microphone is used by another program, so the other side cannot hear you. Close that "
        "program, then call again."
    ),
    "camera-refused": (
        "The camera is blocked, so the other side cannot see you. Allow it for this page in the "
        "browser's settings."
    ),
    "camera-missing": "No camera was found, so the other side cannot see you.",
    "camera-busy": (
        "The camera is used by another program, so the other side cannot see you. Close that "
        "program, then call again."
    ),
    "microphone-lost": (
        "The microphone was unplugged, so the other side cannot hear you. Connect one, then call "
        "again."
    ),
    "camera-lost": "The camera was unplugged, so the other side cannot see you any more.",
    "microphone-other": "The chosen microphone is not there: another one is used.",
    "camera-other": "The chosen camera is not there: another one is used.",
    "speaker-other": (
        "The chosen speaker is not there: the call is heard from the one that the browser chooses."
    ),
    "media-lost": "The way to the other side was lost; the phone looks for a new one.",
    "tones-invalid": (
        '"{tones}" cannot be sent as tones: use 0 to 9, A to D, *, # and a comma for a pause.'
    ),
    "tones-impossible": (
        "The tones could not be sent: this call has no way for them. Allow the microphone, or "
        "set dtmfMode to info."
    ),
    "tones-by-info": (
        "This call cannot send tones as sound events; they go out as SIP INFO instead."
    ),
    "tones-refused": (
        "The other side refused the tones ({status} {reason}). Set dtmfMode to rtp or info, as "
        "the device there wants them."
    ),
    "media-unsupported": (
        "This browser cannot make calls: it lacks WebRTC, or refuses the property stunServers or "
        "turnServers. Use a current browser and check these properties."
    ),
    "media-failed": "Audio could not be started. Reload the page, then call again.",
    "media-ice": (
        "No way for audio to the other side was found. Check the network, the firewall and the "
        "property stunServers or turnServers."
    ),
    # a setting that cannot be used
    "config-document": "{where}: {problem}",
    "config-missing": "Please set {name}: without it the phone cannot connect.",
    "config-url": (
        '{name} is "{found}", but must be an address such as wss://siphost:8089/ws, or a path '
        "such as /ws."
    ),
    "config-url-fragment": (
        '{name} is "{found}", but a WebSocket address must not have a part after #.'
    ),
    "config-insecure": (
        "This page was loaded over https, so browsers do not let it use {found}. Please use "
        "wss in place of ws."
    ),
    "config-domain": (
        '{name} is "{found}", but must be the name or the address of a host, such as fritz.box.'
    ),
    "config-text": "{name} is {found}, but must be text.",
    "config-integer": '{name} is "{found}", but must be a whole number.',
    "config-range": "{name} is {found}, but must be from {minimum} to {maximum}.",
    "config-boolean": '{name} is "{found}", but must be true or false.',
    "config-option": '{name} is "{found}", but must be of these: {options}.',
    "config-dtmf": (
        '{name} is "{found}", but may only hold 0 to 9, A to D, *, # and a comma for a pause.'
    ),
    "config-ratio": '{name} is "{found}", but must be a number or a ratio, such as 1 or 16/9.',
    "config-item": '{name} is "{found}", which is not the name of an Item.',
    "config-same-item": (
        'commandItem and sipStateItem are both "{found}": the phone would hear itself. Take '
        "another Item for the commands."
    ),
    "config-web-address": '{name} is "{found}", but must be an http or https address, or a path.',
    "config-stun": '{name} is "{found}", but must be a list such as stun.example.org:3478.',
    "config-turn": "{name} must be a list such as turn:user:password@turn.example.org:3478.",
    "config-list": "{name} must be a YAML or JSON list.",
    "config-button": "{name} needs either dtmf, or item and command; its when is call or always.",
    "config-button-twice": (
        '{name}: there is a button "{label}" already. Give each button a label of its own.'
    ),
    "config-button-many": "{name} is one too many: at most {maximum} buttons are shown.",
    "config-icon": (
        '{name}: the icon "{found}" is not known. Use {options}, or oh: and the name of one of '
        "openHAB's icons."
    ),
    "config-comment": (
        "{name}: in line {line}, # starts a comment. If it belongs to the value, put the value "
        "in quotes."
    ),
    "config-unknown": "Unknown settings are ignored: {names}",
    # Items and rules
    "picture-address": (
        "The picture of the door does not come. Check {name}: does its address show a picture in "
        "this browser? On a page over https it needs https, too, and no user or password in it."
    ),
    "picture-refused": (
        "openHAB does not let this page see the Item {item}, which has the picture of the door. "
        "Sign in to Main UI in this browser."
    ),
    "picture-missing": "openHAB has no Item {item} for the picture of the door. Check {name}.",
    "picture-silent": "openHAB does not give the picture of the Item {item}; the phone tries on.",
    "picture-kind": "The Item {item} holds no picture. {name} needs an Item of the type Image.",
    "picture-large": "The picture of the Item {item} is too large. Let it have less than 6 MB.",
    "item-button-refused": (
        "{label}: openHAB does not let this page command the Item {item}. Sign in to Main UI in "
        "this browser, then press again."
    ),
    "item-button-missing": (
        "{label}: openHAB has no Item {item}. Check it in the property buttons."
    ),
    "item-button-invalid": (
        "{label}: the Item {item} does not take the command {command}. Check it in the property "
        "buttons."
    ),
    "item-button-failing": (
        "{label}: openHAB failed ({status}), and it is not tried again by itself. Press again."
    ),
    "item-button-silent": (
        "{label}: openHAB did not answer, so nobody knows whether it was done. It is not tried "
        "again by itself: have a look, then press again."
    ),
    "item-missing": (
        'There is no Item "{item}" in openHAB. Create it, or check the property {name}.'
    ),
    "item-refused": (
        'openHAB wants a login for the Item "{item}". Sign in to openHAB in this browser, or leave '
        "the implicit user role on."
    ),
    "item-invalid": (
        'openHAB does not take the text for the Item "{item}". Give the Item the type String.'
    ),
    "item-failing": 'openHAB does not answer; the Item "{item}" is told as soon as it does.',
    "commands-refused": (
        'openHAB wants a login before it tells the commands of the Item "{item}". Sign in to '
        "openHAB in this browser, or leave the implicit user role on."
    ),
    "command-unknown": (
        'The command "{text}" is not known here. Use dial:NUMBER, answer, decline, hangup, '
        "dtmf:TONES, mute, unmute, hold or resume."
    ),
    "command-not-allowed": (
        'A rule\'s command "{text}" is not allowed here. If it shall be, add it to the property '
        "allowCommands."
    ),
    "sound-blocked": "This browser plays no sound before the first tap: calls ring silently.",
    "ringtone-failed": "The ring tone {found} cannot be played; the built-in one rings instead.",
    "command-asks": "A rule wants to call {party}.",
    # a link that brings its own settings
    "link-consent": (
        "This link brings its own settings, for the server {server}. Allow it to answer and to "
        "dial by itself, and to use openHAB's Items and the account of this device?"
    ),
}
