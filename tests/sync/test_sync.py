"""What syncing does, as two people and a third who was away see it."""

from tests.sync.groups import exported


def test_two_people_come_to_the_same(group):
    mine = group.tag("kim")
    assert group.sync("kim").articles_sent == 2
    taken = group.sync("lee")
    assert (taken.articles_taken, taken.taken) == (2, {"kim": 1})
    group.tag("lee", "Vera Lind")
    assert group.sync("lee").sent == {"lee": 1}
    assert group.sync("kim").taken == {"lee": 1}
    assert group.state("kim") == group.state("lee")
    assert group.edits("kim") == group.edits("lee") == group.on_server()
    assert exported(group.path("kim")) == exported(group.path("lee"))
    with group.library("lee") as workspace:
        assert workspace.store.annotations.get(mine.id) is not None


def test_nothing_new_is_nothing(group):
    group.tag("kim")
    group.sync("kim")
    again = group.sync("kim")
    assert (again.sent, again.taken, again.articles_sent, again.articles_taken) == ({}, {}, 0, 0)
