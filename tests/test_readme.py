from tests.readme import README, written


def test_generated_parts_are_as_the_code_has_them():
    text = README.read_text("utf-8")
    assert text == written(text), "run: python -m tests.readme"
