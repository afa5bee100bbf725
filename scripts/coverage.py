"""Which requirement is proved by which tests: `docs/coverage.md`, written from the names of the tests.

    python scripts/coverage.py          writes the page
    python scripts/coverage.py --check  1 where the page is not what the tests say

A test that proves a requirement bears its number: `test_R41_conversion_lag_is_flagged_after_three_working_days`.
What each requirement asks is in `requirement_names.tsv` beside this script.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
NAMES = Path(__file__).with_name("requirement_names.tsv")
PAGE = CHECKOUT / "docs" / "coverage.md"
NAMED = re.compile(r"test_((?:R\d\d_)+)(\w+)")
HEAD = """# Coverage

Written by `make coverage` from the names of the tests; not to be edited by hand. `make check` compares.
A test bears the number of the requirement that it walks through a page, the API or a rule.

{proved} of {all} requirements have at least one test ({tests} tests in all).

| id | asks for | tests |
|---|---|---|
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or compare it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    options = parser.parse_args(arguments)
    names, proofs = requirements(), proofs_in(CHECKOUT / "tests")
    if strange := sorted(set(proofs) - set(names)):
        print(f"Tests name requirements that do not exist: {', '.join(strange)}")
        return 1
    page = written(names, proofs)
    if not options.check:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    print("docs/coverage.md is not what the tests say. Run `make coverage` and commit it.")
    return 1


def requirements() -> dict[str, str]:
    """Return id → what it asks for, in order."""
    lines = NAMES.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line)


def proofs_in(folder: Path) -> dict[str, list[str]]:
    """Return id → the tests that bear it, as sentences, in the order of files and lines."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        for numbers, sentence in tests_of(path.read_text(encoding="utf-8")):
            for number in numbers:
                if sentence not in found[number]:
                    found[number].append(sentence)
    return found


def tests_of(source: str) -> Iterator[tuple[list[str], str]]:
    """Yield the requirement numbers and the sentence of every test of a file that names a requirement."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (named := NAMED.fullmatch(node.name)):
            yield named[1].strip("_").split("_"), named[2].replace("_", " ")


def written(names: dict[str, str], proofs: dict[str, list[str]]) -> str:
    """Return the page: a table of all requirements, then the list of those without a test."""
    tests = sum(len(sentences) for sentences in proofs.values())
    lines = [HEAD.format(proved=len(proofs), all=len(names), tests=tests)]
    for number, asks in names.items():
        told = "<br>".join(proofs.get(number, [])) or "—"
        lines.append(f"| {number} | {asks} | {told} |\n")
    open_ones = [f"- {number} {asks}\n" for number, asks in names.items() if number not in proofs]
    if open_ones:
        lines += ["\n## Without a test yet\n\n", *open_ones]
    return "".join(lines)


if __name__ == "__main__":
    sys.exit(main())
