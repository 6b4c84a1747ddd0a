import pytest

from zelian.kernel.yamlspec import Problems, SpecError, load


def test_every_key_knows_its_line():
    data = load("- code: a\n  name: b\n- code: c\n", "x.yaml")
    assert [node.line for node in data] == [1, 3]
    assert data[0].line_of("name") == 2


def test_a_repeated_key_is_refused_with_its_line():
    with pytest.raises(SpecError, match=r"x\.yaml 第 2 行：“a”写了两次"):
        load("a: 1\na: 2\n", "x.yaml")


def test_broken_yaml_names_the_line():
    with pytest.raises(SpecError, match=r"x\.yaml 第 2 行"):
        load("a: 1\n b: [", "x.yaml")


def test_unsafe_tags_are_refused():
    with pytest.raises(SpecError):
        load("a: !!python/object/apply:os.system [echo]", "x.yaml")


def test_all_problems_are_collected():
    node = load("code: a\nwrong: 1\nodd: 2\n", "x.yaml")
    problems = Problems("x.yaml")
    problems.unknown_keys(node, {"code", "name"})
    problems.missing_keys(node, {"code", "name"})
    assert [str(problem) for problem in problems.found] == [
        "x.yaml 第 2 行：不认识的项“wrong”，可用：code、name",
        "x.yaml 第 3 行：不认识的项“odd”，可用：code、name",
        "x.yaml 第 1 行：缺少必填项“name”",
    ]
