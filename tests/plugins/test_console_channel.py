"""The console: readable, flushed, and nothing that steers a terminal."""

import io

from postpurchase.plugins.console_channel import ConsoleChannel
from postpurchase.testing import message
from postpurchase.values.contact import Contact


def written(**changes):
    stream = io.StringIO()
    ConsoleChannel(stream=stream).send(message(**changes), key="k")
    return stream.getvalue()


def test_a_message_is_written_with_name_subject_and_body():
    assert written(to=Contact(name="Ola"), subject="Hello", body="One\nTwo") == (
        "To: Ola\nSubject: Hello\n\nOne\nTwo\n\n"
    )


def test_control_characters_do_not_reach_the_terminal():
    text = written(body="\x1b[2J\x9b31m\x07 \u202eevil\r", subject="a\x1b]0;title\x07")

    assert not set(text) & set("\x1b\x9b\x07\u202e\r")


def test_without_a_stream_it_writes_to_stderr(capsys):
    ConsoleChannel().send(message(), key="k")

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Посилка вже в дорозі." in captured.err
