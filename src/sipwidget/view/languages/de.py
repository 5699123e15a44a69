"""German."""

WORDS = {
    "lang": "de",
    "icon-connecting": "Anrufen, Verbindung wird aufgebaut",
    "icon-connected": "Anrufen, verbunden",
    "icon-registering": "Anrufen, verbunden; Anrufe können noch nicht empfangen werden",
    "icon-standby": "Anrufen, verbunden; Anrufe empfängt eine andere Seite auf diesem Gerät",
    "icon-registered": "Anrufen, verbunden und angemeldet",
    "icon-refused": "Anrufen; Anrufe können nicht empfangen werden: {reason}",
    "icon-off": "Anrufen, nicht verfügbar: {reason}",
    "icon-dnd": "{standing}; „Nicht stören“ ist an: Anrufe klingeln hier nicht",
    "reason-refused": "der Server hat die Anmeldung abgelehnt",
    "reason-off": "das Telefon ist nicht eingerichtet",
    "reason-edit": "die Seite wird gerade bearbeitet",
    "caption-registering": "Anrufe können noch nicht empfangen werden",
    "caption-dnd": "Nicht stören",
    "caption-standby": "Eine andere Seite empfängt die Anrufe",
    "caption-refused": "Anrufe können nicht empfangen werden",
    "party-hidden": "Privater Anruf",
    "party-other": "Die Gegenseite",
    "state-incoming": "Eingehender Anruf",
    "state-incoming-accepted": "Verbunden",
    "state-outgoing": "Anruf wird aufgebaut…",
    "state-outgoing-accepted": "Verbunden",
    "state-ringing": "Es klingelt…",
    "state-early": "Ruft an, mit Bild",
    "state-held": "Verbunden, von der Gegenseite gehalten",
    "state-on-hold": "Gehalten",
    "state-muted": "Verbunden, Mikrofon aus",
    "automatic-incoming": "Automatisch angenommen.",
    "automatic-outgoing": "Automatisch angerufen.",
    "open-microphone": "Ihr Mikrofon ist an.",
    "open-camera": "Ihr Mikrofon und Ihre Kamera sind an.",
    "sentence-call": "{state}: {party}",
    "button-accept": "Annehmen",
    "button-decline": "Ablehnen",
    "button-hangup": "Auflegen, {state}",
    "button-dtmf": "Türcode senden",
    "button-keypad": "Tastenfeld",
    "button-mute": "Stumm",
    "button-hold": "Halten",
    "button-camera": "Kamera aus",
    "button-fullscreen": "Vollbild",
    "button-pip": "Bild im Bild",
    "group-controls": "Im Gespräch",
    "button-talk": "Zum Sprechen gedrückt halten",
    "group-waiting": "Weitere Anrufe",
    "button-accept-other": "{party} annehmen",
    "button-decline-other": "{party} ablehnen",
    "button-swap-other": "Zu {party} wechseln",
    "buttons": "Türen und Schalter",
    "picture": "Bild von der Tür",
    "button-waiting": "{label}, gesendet",
    "button-done": "{label}: ausgeführt",
    "button-failed": "{label}, fehlgeschlagen",
    "sheet-keypad": "Tastenfeld",
    "button-speaker": "Ton",
    "sheet-sound": "Ton",
    "field-volume": "Lautstärke",
    "key-star": "Stern",
    "key-pound": "Raute",
    "button-dial": "{party} anrufen",
    "button-cancel": "Abbrechen",
    "button-dnd": "Nicht stören",
    "button-consent": "Auf diesem Gerät erlauben",
    "button-sound": "Ton erlauben",
    "button-no": "Nein",
    "navigation": "Weitere Ansichten",
    "go-settings": "Konto",
    "go-history": "Anrufliste",
    "go-number": "Nummer wählen",
    "sheet-history": "Anrufliste",
    "sheet-number": "Nummer wählen",
    "field-search": "Suchen",
    "search-nobody": "Kein Eintrag mit diesem Namen oder dieser Nummer.",
    "field-number": "Nummer oder Adresse",
    "button-backspace": "Letztes Zeichen löschen",
    "button-redial": "Wahlwiederholung: {party}",
    "button-dial-nothing": "Nummer zum Anrufen eingeben",
    "history-empty": "Noch keine Anrufe.",
    "button-clear-history": "Liste leeren",
    "button-clear-sure": "Wirklich alle löschen?",
    "button-call-again": "{party}: {details}. Anrufen",
    "missed-one": "{number} verpasster Anruf",
    "missed-many": "{number} verpasste Anrufe",
    "icon-missed": "{standing}; {missed}",
    "record-incoming-answered": "Eingehend",
    "record-incoming-missed": "Verpasst",
    "record-incoming-declined": "Abgelehnt",
    "record-incoming-elsewhere": "Anderswo angenommen",
    "record-incoming-failed": "Eingehend, fehlgeschlagen",
    "record-outgoing-answered": "Ausgehend",
    "record-outgoing-failed": "Ausgehend, keine Verbindung",
    "yesterday": "gestern",
    "months": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez.",
    "date": "{day}. {month}",
    "date-year": "{day}. {month} {year}",
    "sheet-phonebook": "Wen möchten Sie anrufen?",
    "button-quality": "Verbindungsqualität: {mark}",
    "sheet-quality": "Qualität der Verbindung",
    "quality-good": "gut",
    "quality-fair": "mäßig, ab und zu fehlt etwas",
    "quality-poor": "schlecht, es fehlt viel",
    "quality-silent": "von der Gegenseite kommt nichts an",
    "quality-unknown": "noch nicht gemessen",
    "figure-loss": "Verlust",
    "figure-jitter": "Jitter",
    "figure-round-trip": "Umlaufzeit",
    "figure-packets": "Pakete empfangen / gesendet",
    "figure-codec": "Codec",
    "figure-local": "Eigene Adresse",
    "figure-remote": "Adresse der Gegenseite",
    "go-diagnostics": "Diagnose",
    "sheet-diagnostics": "Diagnose",
    "diagnostics-intro": (
        "Die SIP-Nachrichten der letzten Anrufe. Tippen Sie eine an, um sie zu lesen; Passwörter "
        "werden nie angezeigt."
    ),
    "button-mask-numbers": "Nummern verbergen",
    "button-download": "Herunterladen",
    "button-close": "Schließen",
    "trace-to": "Anruf bei {party}",
    "trace-from": "Anruf von {party}",
    "trace-rest": "Anmeldung",
    "ladder-phone": "Dieses Telefon",
    "ladder-server": "Server",
    "ladder-sent": "gesendet",
    "ladder-received": "empfangen",
    "candidates-local": "Wege zu diesem Telefon (ICE-Kandidaten)",
    "candidates-remote": "Wege zur Gegenseite",
    "go-selftest": "Selbsttest",
    "sheet-selftest": "Selbsttest",
    "selftest-intro": (
        "Prüft alles, was ein Anruf braucht, und sagt, was bei einem Fehler zu tun ist. Das "
        "Mikrofon wird kurz geöffnet, und ein Ton ist zu hören."
    ),
    "selftest-question": "Haben Sie zwei kurze Töne gehört?",
    "button-selftest-start": "Starten",
    "button-selftest-heard": "Ja",
    "button-selftest-unheard": "Nein",
    "button-selftest-call": "Anrufen",
    "field-echo": "Testanruf bei",
    "selftest-hint": (
        "Eine Nummer, die von selbst abhebt, etwa ein Echotest. Das Telefon zählt, was in beide "
        "Richtungen geht, und legt dann auf."
    ),
    "test-secure": "Sichere Seite",
    "test-address": "Adresse des Servers",
    "test-connection": "Verbindung zum Server",
    "test-subprotocol": "SIP über WebSocket",
    "test-registration": "Anmeldung",
    "test-items": "Items von openHAB",
    "test-stun": "STUN- oder TURN-Server",
    "test-microphone": "Mikrofon",
    "test-camera": "Kamera",
    "test-sound": "Lautsprecher",
    "test-call": "Testanruf",
    "outcome-waiting": "nicht geprüft",
    "outcome-running": "wird geprüft",
    "outcome-passed": "funktioniert",
    "outcome-failed": "funktioniert nicht",
    "outcome-skipped": "ausgelassen",
    "test-found": "{found}",
    "test-registered": "Angemeldet als {address}.",
    "test-editing": "Die Seite wird gerade bearbeitet: Das Telefon verbindet sich nicht.",
    "test-needs-settings": "Ohne seine Einstellungen verbindet sich das Telefon nicht.",
    "test-needs-server": "Es gibt keine Verbindung zum Server.",
    "test-unregistered": "Dieses Telefon meldet sich nicht an: Es ruft nur an.",
    "test-no-item": "Es ist kein Item eingetragen.",
    "test-no-stun": "Es ist kein Server eingetragen; in einem einzigen Netz braucht es keinen.",
    "test-no-video": "Video ist ausgeschaltet.",
    "test-stun-silent": (
        "Kein Server hat geantwortet. Prüfen Sie die Eigenschaft stunServers oder turnServers und"
        " die Firewall; Anrufe im eigenen Netz gehen auch ohne."
    ),
    "test-sound-unheard": (
        "Stellen Sie lauter, prüfen Sie den Lautsprecher des Geräts und wählen Sie in den "
        "Einstellungen dieses Geräts einen anderen."
    ),
    "test-sound-impossible": (
        "Der Browser spielt hier keinen Ton ab. Erlauben Sie dieser Seite in den Einstellungen "
        "des Browsers Töne und starten Sie noch einmal."
    ),
    "test-call-flows": (
        "Der Ton ging in beide Richtungen: {received} Pakete empfangen, {sent} gesendet."
    ),
    "test-call-ended": "Der Anruf war zu Ende, bevor etwas gezählt werden konnte.",
    "test-call-unanswered": "Niemand hat abgehoben. Nehmen Sie eine Nummer, die von selbst abhebt.",
    "test-call-silent": (
        "Es kam nichts zurück. Ist die Gegenseite kein Echotest, ist sie vielleicht nur still; "
        "sonst prüfen Sie Firewall, NAT und die Eigenschaften stunServers und turnServers."
    ),
    "test-call-mute": (
        "Es konnte nichts gesendet werden. Erlauben Sie das Mikrofon und prüfen Sie die Firewall."
    ),
    "sheet-account": "Lokales SIP-Konto",
    "account-intro": (
        "Bleibt nur in diesem Browser. Was leer bleibt, gilt so, wie es im Widget steht."
    ),
    "group-advanced": "Erweitert",
    "group-device": "Dieses Gerät",
    "group-sound": "Klang des Mikrofons",
    "field-username": "SIP-Benutzername",
    "hint-username": "Ersetzt das Konto des Widgets samt seinem Passwort.",
    "field-password": "SIP-Passwort",
    "field-ownSipAddress": "Eigene SIP-Adresse",
    "hint-ownSipAddress": "Wie im Telefonbuch, etwa **621: Dieses Gerät bietet sie nicht an.",
    "field-sipStateItem": "Status-Item",
    "hint-sipStateItem": "Ein eigenes String-Item dieses Geräts anstelle dessen im Widget.",
    "field-autoAnswer": "Automatisch annehmen",
    "field-autoAnswerFrom": "Anrufer, die automatisch angenommen werden",
    "hint-autoAnswerFrom": "Nummern oder Adressen mit Komma dazwischen, oder * für alle.",
    "field-enableVideo": "Video",
    "field-enableTones": "Ruftöne",
    "field-microphone": "Mikrofon",
    "field-camera": "Kamera",
    "field-speaker": "Lautsprecher",
    "field-ringer": "Lautsprecher fürs Klingeln",
    "field-echoCancellation": "Echo unterdrücken",
    "field-noiseSuppression": "Rauschen unterdrücken",
    "field-autoGainControl": "Lautstärke automatisch anpassen",
    "choice-inherited": "Wie im Widget",
    "choice-on": "Ein",
    "choice-off": "Aus",
    "choice-browser": "Wie der Browser wählt",
    "device-microphone": "Mikrofon {number}",
    "device-camera": "Kamera {number}",
    "device-speaker": "Lautsprecher {number}",
    "device-unknown": "Unbekanntes Gerät",
    "devices-unnamed": "Namen und Auswahl erscheinen nach dem ersten Anruf.",
    "button-show": "Passwort anzeigen",
    "button-save": "Speichern",
    "button-clear": "Löschen",
    "local-saved": "Auf diesem Gerät gespeichert.",
    "local-unsaved": (
        "Dieser Browser behält keine Einstellungen: Sie gelten, bis die Seite neu geladen wird. "
        "Erlauben Sie dieser Seite in den Einstellungen des Browsers, Daten zu speichern."
    ),
    "local-damaged": (
        "Die lokalen Einstellungen in diesem Browser sind nicht lesbar. Speichern oder löschen Sie "
        "sie unter „Lokales SIP-Konto“."
    ),
    "call-busy": "{party} ist besetzt. Versuchen Sie es später noch einmal.",
    "call-declined": "{party} hat den Anruf abgelehnt.",
    "call-not-found": "{party} wurde nicht gefunden. Prüfen Sie die Nummer im Telefonbuch.",
    "call-no-answer": "{party} hat nicht abgenommen.",
    "call-unanswered": "{party} hat angerufen, und niemand hat abgenommen.",
    "call-limit": (
        "Das Gespräch mit {party} wurde beendet: Länger als {seconds} Sekunden darf hier keines "
        "dauern."
    ),
    "call-not-available": (
        "{party} ist zurzeit nicht erreichbar. Versuchen Sie es später noch einmal."
    ),
    "call-forbidden": (
        "Der Server erlaubt diesen Anruf nicht. Prüfen Sie, was dieses Konto wählen darf."
    ),
    "call-network": (
        "Die Verbindung zum Server ging verloren. Rufen Sie wieder an, wenn das Symbol grün ist."
    ),
    "call-failed": (
        "Der Anruf ist fehlgeschlagen ({status} {reason}). Versuchen Sie es noch einmal."
    ),
    "call-refused-media": (
        "Die Gegenseite unterstützt die angebotenen Audio- oder Videoformate nicht. Schalten Sie "
        "dort einen gemeinsamen Codec ein, zum Beispiel G.711 oder Opus."
    ),
    "call-address": (
        "{target} kann nicht angerufen werden: Das ist keine Nummer oder Adresse. Prüfen Sie die "
        "Schreibweise."
    ),
    "call-not-connected": (
        "Noch nicht mit dem Server verbunden. Rufen Sie an, wenn das Symbol grün ist."
    ),
    "resume-refused": (
        "{party} hat nicht angenommen, dass das Gespräch weitergeht. "
        "Versuchen Sie es noch einmal, oder legen Sie auf und rufen Sie neu an."
    ),
    "second-call": "{party} hat angerufen, während Sie im Gespräch waren.",
    "voice-message": "Es gibt neue Sprachnachrichten.",
    "voice-messages": "Neue Sprachnachrichten: {new}",
    "text-received": "{party} schreibt: {text}",
    "phonebook-empty": "Bitte Telefonbucheinträge konfigurieren",
    "registration-refused": (
        "Der Server hat die Anmeldung abgelehnt ({status} {reason}). Prüfen Sie Benutzername und "
        "Passwort."
    ),
    "registration-unanswered": (
        "Der Server hat auf die Anmeldung nicht geantwortet. Prüfen Sie die SIP-Domain und den "
        "Server."
    ),
    "registration-retry": (
        "Die Anmeldung ist fehlgeschlagen ({status} {reason}). Sie wird wiederholt; bis dahin "
        "können keine Anrufe empfangen werden."
    ),
    "password-wrong": (
        "Der Server hat das Passwort nicht angenommen. Prüfen Sie Benutzername und Passwort."
    ),
    "authentication-algorithm": (
        "Der Server verlangt ein Anmeldeverfahren, das dieses Telefon nicht kennt oder das "
        "schwächer ist als zuvor. Verwenden Sie auf dem Server MD5, SHA-256 oder SHA-512-256."
    ),
    "authentication-realm": (
        "Jemand anderes als der eingestellte Server hat nach dem Passwort gefragt; es wurde nicht "
        "genannt. Prüfen Sie die SIP-Domain und den Server."
    ),
    "socket-unreachable": (
        "Der Server unter {url} ist nicht erreichbar oder spricht kein SIP über WebSocket; das "
        "Telefon versucht es weiter. Prüfen Sie websocketUrl, Server und Zertifikat."
    ),
    "socket-url": "Die Adresse {url} ist ungültig. Prüfen Sie die Eigenschaft websocketUrl.",
    "socket-insecure": (
        "Eine Seite mit https braucht eine sichere Verbindung. Verwenden Sie wss:// in der "
        "Eigenschaft websocketUrl."
    ),
    "socket-subprotocol": (
        "Der Server unter {url} spricht kein SIP über WebSocket. Prüfen Sie die Eigenschaft "
        "websocketUrl."
    ),
    "socket-garbage": (
        "Der Server unter {url} sendet etwas, das kein SIP ist. Prüfen Sie die Eigenschaft "
        "websocketUrl."
    ),
    "server-silent": "Der Server antwortet nicht mehr; das Telefon verbindet sich neu.",
    "insecure-context": (
        "Anrufe brauchen eine sichere Seite: Der Browser gibt hier kein Mikrofon frei. Öffnen Sie "
        "diese Seite mit https://."
    ),
    "microphone-refused": (
        "Das Mikrofon ist gesperrt, die Gegenseite hört Sie daher nicht. Erlauben Sie es für diese "
        "Seite in den Einstellungen des Browsers und rufen Sie dann noch einmal an."
    ),
    "microphone-missing": (
        "Es wurde kein Mikrofon gefunden, die Gegenseite hört Sie daher nicht. Schließen Sie eines "
        "an und rufen Sie dann noch einmal an."
    ),
    "microphone-busy": (
        "Das Mikrofon wird von einem anderen Programm benutzt, die Gegenseite hört Sie daher "
        "nicht. Schließen Sie es und rufen Sie dann noch einmal an."
    ),
    "camera-refused": (
        "Die Kamera ist gesperrt, die Gegenseite sieht Sie daher nicht. Erlauben Sie sie für diese "
        "Seite in den Einstellungen des Browsers."
    ),
    "camera-missing": "Es wurde keine Kamera gefunden, die Gegenseite sieht Sie daher nicht.",
    "camera-busy": (
        "Die Kamera wird von einem anderen Programm benutzt, die Gegenseite sieht Sie daher nicht. "
        "Schließen Sie dieses Programm und rufen Sie noch einmal an."
    ),
    "microphone-lost": (
        "Das Mikrofon wurde abgezogen, die Gegenseite hört nichts mehr. Bitte eines anschließen "
        "und neu anrufen."
    ),
    "camera-lost": "Die Kamera wurde abgezogen, die Gegenseite sieht nichts mehr.",
    "microphone-other": "Das gewählte Mikrofon ist nicht da, ein anderes wird benutzt.",
    "camera-other": "Die gewählte Kamera ist nicht da, eine andere wird benutzt.",
    "speaker-other": (
        "Der gewählte Lautsprecher ist nicht da, der Anruf ist dort zu hören, wo der Browser ihn "
        "abspielt."
    ),
    "media-lost": "Der Weg zur Gegenseite ist abgerissen; das Telefon sucht einen neuen.",
    "tones-invalid": (
        "„{tones}“ lässt sich nicht als Töne senden: erlaubt sind 0 bis 9, A bis D, *, # und ein "
        "Komma als Pause."
    ),
    "tones-impossible": (
        "Die Töne konnten nicht gesendet werden: Dieser Anruf hat keinen Weg dafür. Bitte das "
        "Mikrofon erlauben oder dtmfMode auf info stellen."
    ),
    "tones-by-info": (
        "Dieser Anruf kann Töne nicht als Tonereignisse senden; sie gehen als SIP INFO hinaus."
    ),
    "tones-refused": (
        "Die Gegenseite hat die Töne abgelehnt ({status} {reason}). Bitte dtmfMode auf rtp oder "
        "info stellen, je nachdem, was das Gerät dort versteht."
    ),
    "media-unsupported": (
        "Mit diesem Browser kann man nicht telefonieren: ihm fehlt WebRTC, oder er lehnt die "
        "Eigenschaft stunServers oder turnServers ab. Nehmen Sie einen aktuellen Browser und "
        "prüfen Sie diese Eigenschaften."
    ),
    "media-failed": (
        "Der Ton konnte nicht gestartet werden. Laden Sie die Seite neu und rufen Sie dann noch "
        "einmal an."
    ),
    "media-ice": (
        "Es wurde kein Weg für den Ton zur Gegenseite gefunden. Prüfen Sie das Netzwerk, die "
        "Firewall und die Eigenschaft stunServers oder turnServers."
    ),
    "config-document": "{where}: {problem}",
    "config-missing": "Bitte {name} angeben: Sonst kann sich das Telefon nicht verbinden.",
    "config-url": (
        "{name} ist „{found}“, muss aber eine Adresse wie wss://siphost:8089/ws oder ein Pfad "
        "wie /ws sein."
    ),
    "config-url-fragment": (
        "{name} ist „{found}“, aber eine WebSocket-Adresse darf nichts nach einem # haben."
    ),
    "config-insecure": (
        "Diese Seite wurde über https geladen, daher lassen Browser {found} nicht zu. Bitte "
        "wss statt ws verwenden."
    ),
    "config-domain": (
        "{name} ist „{found}“, muss aber der Name oder die Adresse eines Rechners sein, etwa "
        "fritz.box."
    ),
    "config-text": "{name} ist {found}, muss aber Text sein.",
    "config-integer": "{name} ist „{found}“, muss aber eine ganze Zahl sein.",
    "config-range": "{name} ist {found}, muss aber zwischen {minimum} und {maximum} liegen.",
    "config-boolean": "{name} ist „{found}“, muss aber true oder false sein.",
    "config-option": "{name} ist „{found}“, muss aber eines hiervon sein: {options}.",
    "config-dtmf": (
        "{name} ist „{found}“, darf aber nur 0 bis 9, A bis D, *, # und ein Komma für eine "
        "Pause enthalten."
    ),
    "config-ratio": (
        "{name} ist „{found}“, muss aber eine Zahl oder ein Verhältnis sein, etwa 1 oder 16/9."
    ),
    "config-item": "{name} ist „{found}“, und das ist kein Name eines Items.",
    "config-same-item": (
        "commandItem und sipStateItem sind beide „{found}“: so hörte das Telefon sich selbst. "
        "Nehmen Sie ein eigenes Item für die Befehle."
    ),
    "config-web-address": (
        "{name} ist „{found}“, muss aber eine http- oder https-Adresse oder ein Pfad sein."
    ),
    "config-stun": "{name} ist „{found}“, muss aber eine Liste wie stun.example.org:3478 sein.",
    "config-turn": "{name} muss eine Liste wie turn:user:password@turn.example.org:3478 sein.",
    "config-list": "{name} muss eine YAML- oder JSON-Liste sein.",
    "config-button": (
        "{name} braucht entweder dtmf oder item und command; when ist call oder always."
    ),
    "config-button-twice": (
        "{name}: Eine Schaltfläche „{label}“ gibt es schon. Geben Sie jeder ihre eigene "
        "Beschriftung."
    ),
    "config-button-many": (
        "{name} ist eine zu viel: Es werden höchstens {maximum} Schaltflächen gezeigt."
    ),
    "config-icon": (
        "{name}: Das Symbol „{found}“ ist nicht bekannt. Möglich sind {options} oder oh: und der "
        "Name eines Symbols von openHAB."
    ),
    "config-comment": (
        "{name}: In Zeile {line} beginnt # einen Kommentar. Gehört es zum Wert, setzen Sie den "
        "Wert in Anführungszeichen."
    ),
    "config-unknown": "Unbekannte Einstellungen werden nicht beachtet: {names}",
    "picture-address": (
        "Das Bild von der Tür kommt nicht. Prüfen Sie {name}: Zeigt die Adresse in diesem Browser "
        "ein Bild? Auf einer Seite mit https muss auch sie mit https beginnen, und Benutzer und "
        "Passwort dürfen nicht darin stehen."
    ),
    "picture-refused": (
        "openHAB zeigt dieser Seite das Item „{item}“ mit dem Bild von der Tür nicht. Melden Sie "
        "sich in diesem Browser bei Main UI an."
    ),
    "picture-missing": (
        "In openHAB gibt es kein Item „{item}“ für das Bild von der Tür. Prüfen Sie {name}."
    ),
    "picture-silent": (
        "openHAB gibt das Bild des Items „{item}“ nicht heraus; das Telefon versucht es weiter."
    ),
    "picture-kind": ("Das Item „{item}“ enthält kein Bild. {name} braucht ein Item vom Typ Image."),
    "picture-large": ("Das Bild des Items „{item}“ ist zu groß. Es darf höchstens 6 MB haben."),
    "item-button-refused": (
        "{label}: openHAB lässt diese Seite das Item „{item}“ nicht schalten. Melden Sie sich in "
        "diesem Browser bei Main UI an und drücken Sie dann noch einmal."
    ),
    "item-button-missing": (
        "{label}: In openHAB gibt es kein Item „{item}“. Prüfen Sie es in der Eigenschaft buttons."
    ),
    "item-button-invalid": (
        "{label}: Das Item „{item}“ nimmt den Befehl {command} nicht an. Prüfen Sie ihn in der "
        "Eigenschaft buttons."
    ),
    "item-button-failing": (
        "{label}: openHAB meldet einen Fehler ({status}). Von selbst wird nichts wiederholt; "
        "drücken Sie noch einmal."
    ),
    "item-button-silent": (
        "{label}: openHAB hat nicht geantwortet, und niemand weiß, ob es ausgeführt wurde. Von "
        "selbst wird nichts wiederholt: Sehen Sie nach, und drücken Sie dann noch einmal."
    ),
    "item-missing": (
        "In openHAB gibt es kein Item „{item}“. Legen Sie es an oder prüfen Sie die Eigenschaft "
        "{name}."
    ),
    "item-refused": (
        "openHAB verlangt für das Item „{item}“ eine Anmeldung. Melden Sie sich in diesem Browser "
        "bei openHAB an oder lassen Sie die implizite Benutzerrolle eingeschaltet."
    ),
    "item-invalid": (
        "openHAB nimmt den Text für das Item „{item}“ nicht an. Geben Sie dem Item den Typ String."
    ),
    "item-failing": (
        "openHAB antwortet nicht; das Item „{item}“ erfährt alles, sobald es wieder antwortet."
    ),
    "commands-refused": (
        "openHAB verlangt eine Anmeldung, bevor es die Befehle des Items „{item}“ mitteilt. Melden "
        "Sie sich in diesem Browser bei openHAB an oder lassen Sie die implizite Benutzerrolle "
        "eingeschaltet."
    ),
    "command-unknown": (
        "Der Befehl „{text}“ ist hier unbekannt. Verwenden Sie dial:NUMMER, answer, decline, "
        "hangup, dtmf:TÖNE, mute, unmute, hold oder resume."
    ),
    "command-not-allowed": (
        "Der Befehl „{text}“ einer Regel ist hier nicht erlaubt. Soll er es sein, nehmen Sie ihn "
        "in die Eigenschaft allowCommands auf."
    ),
    "sound-blocked": "Dieser Browser spielt vor dem ersten Antippen keinen Ton ab:"
    " Anrufe klingeln lautlos.",
    "ringtone-failed": "Der Klingelton {found} lässt sich nicht abspielen;"
    " der eingebaute klingelt an seiner Stelle.",
    "command-asks": "Eine Regel möchte {party} anrufen.",
    "link-consent": (
        "Dieser Link bringt eigene Einstellungen mit, für den Server {server}. Darf er von selbst "
        "annehmen und wählen und die Items von openHAB und das Konto dieses Geräts benutzen?"
    ),
}
