"""What a mail server says, and what may be said to it."""

from dataclasses import dataclass

from bouclage.errors import DeliveryDeferredError, DeliveryError, RecipientRefusedError

LONGEST_ANSWER = 500  # characters kept of a server's words
DONE, GO_ON = range(200, 300), range(354, 355)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: code and words, on one line."""

    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


def answer(code: int, words: bytes | str) -> Answer:
    """Return an answer with its words on one line, bounded and printable."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    line = " ".join(text.split())
    if not line.isprintable():
        line = "".join(char for char in line if char.isprintable())
    return Answer(code, line[:LONGEST_ANSWER])


def refusal(answer: Answer, rcpt: str) -> DeliveryError:
    """Return the error that a 4xx or 5xx is."""
    kind = RecipientRefusedError if answer.code >= 500 else DeliveryDeferredError
    return kind(str(answer), recipient=rcpt, code=answer.code)


def stuffed(message: bytes) -> bytes:
    """Return the message as DATA wants it but for the final dot: ending in CRLF, leading dots doubled.

    A bare CR or LF raises DeliveryError: servers disagree about it, and behind one the end of a message can be faked.
    """
    sound(message)
    if not message.endswith(b"\r\n"):
        message += b"\r\n"
    doubled = message.replace(b"\r\n.", b"\r\n..")
    return b"." + doubled if doubled.startswith(b".") else doubled


def sound(message: bytes) -> None:
    """Raise DeliveryError for a bare CR or LF."""
    if not message.count(b"\r\n") == message.count(b"\n") == message.count(b"\r"):
        raise DeliveryError("message: a bare CR or LF")
