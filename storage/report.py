"""What a copy came to, in words: counts for each kind, never what a document says."""

from collections.abc import Mapping, Sequence

from storage.ledger import Count, Outcome

ALWAYS_SHOWN = (Outcome.COPIED, Outcome.ALREADY_THERE, Outcome.DIFFERENT)

WRONG = {
    Outcome.CHANGED_HERE: "{} changed at the source meanwhile: stop the bot there, then copy again.",
    Outcome.CHANGED_THERE: "{} changed at the destination meanwhile: stop the bot there, then copy again.",
    Outcome.DIFFERENT: "{} at the destination, but not the same, and left alone: --overwrite replaces them.",
    Outcome.ONLY_THERE: "{} at the destination only: copy to one that is empty.",
    Outcome.NOT_TAKEN: "{} with a number of 2**53 or more, which the destination would not keep exactly.",
}
"""In order of what to do first."""


def table(counts: Mapping[str, Count]) -> str:
    """A line for each kind and one for all."""
    total = Count.nothing()
    for count in counts.values():
        total.add(count)
    shown = [outcome for outcome in Outcome if outcome in ALWAYS_SHOWN or total.outcomes[outcome]]
    lines = [("kind", "source", "destination", *shown)]
    for kind, count in [*counts.items(), ("all", total)]:
        numbers = (count.here, count.there, *(count.outcomes[outcome] for outcome in shown))
        lines.append((kind, *(f"{number:,}" for number in numbers)))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_line(cells, widths) for cells in lines)


def findings(counts: Mapping[str, Count]) -> list[str]:
    """What is wrong, a sentence each, and what to do about it. None: everything is there."""
    numbers = {o: sum(count.outcomes[o] for count in counts.values()) for o in WRONG}
    return [said.format(_documents(numbers[o])) for o, said in WRONG.items() if numbers[o]]


def _documents(number: int) -> str:
    return "1 document" if number == 1 else f"{number:,} documents"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    kind, *numbers = (
        cell.rjust(width) if n else cell.ljust(width)
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join([kind, *numbers])
