"""The terminal's side of a pseudo terminal: what stands on the screen, and answers to queries.

A program may ask its terminal who it is, where the cursor stands or which modes it knows, and wait
for the answer; a terminal that stays silent would be measured, not the program.
"""

import codecs
import re

import pyte

# One pattern finds every request for an answer.
QUERY = re.compile(
    rb"\x1b\[(?P<attributes>[>=]?)0?c"
    rb"|\x1b\[(?P<private>\??)(?P<status>\d+)n"
    rb"|\x1b\[(?P<dec>\??)(?P<mode>\d+)\$p"
    rb"|\x1b\[(?P<version>>0?q)"
    rb"|\x1b\[(?P<window>1[3-9]|2[01]|11)(?:;\d+)*t"
    rb"|\x1b\](?P<colour>1[0-2]|4;\d+);\?(?:\x07|\x1b\\)"
    rb"|\x1bP\+q(?P<capability>[0-9A-Fa-f;]*)\x1b\\"
    rb"|\x1bP\$q(?P<setting>[^\x1b]*)\x1b\\"
)
# An escape sequence cut by the end of a read waits for its rest.
INCOMPLETE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[\]P_^X][^\x07\x1b]{0,256}\x1b?|)$")
# What the emulator does not know and would print.
UNKNOWN = re.compile(
    rb"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]"
    rb"|\x1b\[\?[0-9;]*(?:\$p|u|n)"
    rb"|\x1b\[[0-9;]*[ !\"$'*+][@-~]"
    rb"|\x1b\[[0-9;]*t"
    rb"|\x1b[P_^X][^\x1b]*\x1b\\"
)
REPEAT = re.compile("([^\x00-\x1f\x7f])\x1b\\[(\\d+)b")
COLON_COLOUR = re.compile(r"\x1b\[[0-9;]*:[0-9;:]*m")
KNOWN_MODES = {1, 7, 25, 1000, 1002, 1003, 1004, 1006, 1049, 2004, 2026}
TAIL = 300
LONGEST_REPEAT = 500


def _split(data: bytes) -> tuple[bytes, bytes]:
    """The data up to an unfinished escape sequence at its end, and that sequence."""
    tail = data[-TAIL:]
    cut = INCOMPLETE.search(tail)
    at = len(data) - len(tail) + cut.start() if cut else len(data)
    return data[:at], data[at:]


class Terminal:
    """A screen that is written to, and a voice that answers."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.application_cursor = False
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = b""
        self._asked = b""

    def feed(self, data: bytes) -> None:
        """Write to the screen."""
        data, self._held = _split(self._held + data)
        data = UNKNOWN.sub(b"", data).replace(b"\x1b[?1049h", b"\x1b[2J\x1b[H")
        text = COLON_COLOUR.sub("", self._decoder.decode(data))
        self._stream.feed(REPEAT.sub(lambda m: m[1] * (1 + min(int(m[2]), LONGEST_REPEAT)), text))

    def text(self) -> str:
        """The screen as a person reads it."""
        return "\n".join(self._screen.display)

    def answers(self, data: bytes) -> bytes:
        """What a terminal sends back for this output; also notes the cursor key mode."""
        if b"\x1b" not in data and not self._asked:
            return b""
        data, self._asked = _split(self._asked + data)
        on, off = data.rfind(b"\x1b[?1h"), data.rfind(b"\x1b[?1l")
        if on != off:
            self.application_cursor = on > off
        return b"".join(self._answer(query) for query in QUERY.finditer(data))

    def _answer(self, query: re.Match[bytes]) -> bytes:
        asked = query.groupdict()
        if asked["attributes"] is not None:
            return {
                b"": b"\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c",
                b">": b"\x1b[>41;390;0c",
                b"=": b"\x1bP!|00000000\x1b\\",
            }[asked["attributes"]]
        if asked["status"]:
            return self._status(asked["private"], int(asked["status"]))
        if asked["mode"]:
            mode = int(asked["mode"])
            return b"\x1b[%s%d;%d$y" % (asked["dec"], mode, 2 if mode in KNOWN_MODES else 0)
        if asked["version"]:
            return b"\x1bP>|XTerm(390)\x1b\\"
        if asked["window"]:
            return self._window(int(asked["window"]))
        if asked["colour"]:
            shade = b"ffff" if asked["colour"] == b"10" else b"0000"
            return b"\x1b]%s;rgb:%s\x1b\\" % (asked["colour"], b"/".join([shade] * 3))
        return b"\x1bP0+r\x1b\\" if asked["capability"] is not None else b"\x1bP0$r\x1b\\"

    def _status(self, private: bytes, number: int) -> bytes:
        cursor = self._screen.cursor
        known = {
            5: b"\x1b[0n",
            6: b"\x1b[%s%d;%dR" % (private, cursor.y + 1, cursor.x + 1),
            996: b"\x1b[?997;1n",
        }
        return known.get(number, b"")

    def _window(self, number: int) -> bytes:
        known = {
            14: b"\x1b[4;%d;%dt" % (self.rows * 18, self.columns * 9),
            16: b"\x1b[6;18;9t",
            18: b"\x1b[8;%d;%dt" % (self.rows, self.columns),
            19: b"\x1b[9;%d;%dt" % (self.rows, self.columns),
        }
        return known.get(number, b"")
