"""docs/benchmarks.md, from the results there are and from benchmarks.md.in, which has what is no number."""

from collections.abc import Mapping
from pathlib import Path

from bench.parts import Part
from bench.results import Result

TEMPLATE = Path(__file__).with_name("benchmarks.md.in")


def write_report(docs: Path, results: Mapping[Part, Result]) -> Path:
    """The page and its pictures, all anew. Returns where the page is."""
    docs.mkdir(parents=True, exist_ok=True)
    sections = [_section(docs, part, result) for part, result in results.items()]
    machines = {_machine(result) for result in results.values()}
    page = TEMPLATE.read_text(encoding="utf-8")
    page = page.replace("{{machine}}", "\n\n".join(sorted(machines)))
    page = page.replace("{{parts}}", "\n\n".join(sections))
    path = docs / "benchmarks.md"
    path.write_text(page, encoding="utf-8")
    return path


def table(header: list[str], rows: list[list[str]], *, words: int = 1) -> str:
    """In markdown. After the first columns, which are of words, all are aligned right, as figures are."""
    rule = [*["---"] * words, *["---:"] * (len(header) - words)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [header, rule, *rows])


def _section(docs: Path, part: Part, result: Result) -> str:
    said = [f"## {part.title}", part.tell(result.found).strip()]
    if part.draw:
        picture = docs / f"benchmarks-{part.name}.png"
        part.draw(result.found, picture)
        said.append(f"![{part.title}]({picture.name})")
    said.append(f"*Measured on {result.date}, commit {result.commit}.*")
    return "\n\n".join(said)


def _machine(result: Result) -> str:
    return table(["", "machine"], [[name, value] for name, value in result.machine.items()], words=2)
