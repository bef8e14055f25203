import threading

import pytest

from annotations.importing.reading_ahead import read_ahead


def test_things_come_in_their_order():
    assert list(read_ahead(iter(range(1000)))) == list(range(1000))


def test_an_error_comes_after_what_was_read_before_it():
    def things():
        yield from (1, 2)
        raise ValueError("broken")

    reading = read_ahead(things())
    assert [next(reading), next(reading)] == [1, 2]
    with pytest.raises(ValueError, match="broken"):
        next(reading)


def test_whoever_stops_taking_stops_the_reading():
    begun = []

    def things():
        for number in range(10**9):
            begun.append(number)
            yield number

    reading = read_ahead(things())
    assert next(reading) == 0
    reading.close()
    assert len(begun) < 20
    assert "reading ahead" not in {thread.name for thread in threading.enumerate()}


def test_it_is_read_in_another_thread():
    def things():
        yield threading.current_thread()

    assert next(read_ahead(things())) is not threading.current_thread()
