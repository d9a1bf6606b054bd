"""The comparison as a picture."""

from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bench.parts import Json
from bench.peers.figures import JUDGED_AT, typical
from bench.peers.rounds import CONCURRENCY, Sample
from bench.peers.systems import OURS

SHADES = {1: 0.35, 16: 1.0, 64: 0.65}
OWN, OTHERS = "#c2410c", "#33658a"


def draw(found: Json, to: Path) -> None:
    """Turns a second at each concurrency, and what a turn costs."""
    samples = [Sample(**each) for each in found["samples"]]
    systems = found["systems"]
    names = [f"{system['told'].replace('**', '')}: {system['script']}" for system in systems]
    colours = [OWN if system["name"] in OURS else OTHERS for system in systems]
    figure = Figure(figsize=(13, 6), layout="constrained")
    FigureCanvasAgg(figure)
    rates, costs = figure.subplots(1, 2, sharey=True, width_ratios=(3, 2))
    places = range(len(systems))
    for shift, concurrency in zip((0.27, 0, -0.27), CONCURRENCY, strict=True):
        found_there = [typical(samples, system["key"], concurrency) for system in systems]
        bars = rates.barh(
            [place - shift for place in places],
            [it.rate for it in found_there],
            height=0.25,
            color=colours,
            alpha=SHADES[concurrency],
        )
        labels = [
            f"{it.rate:,.0f}" + (f"  (at {concurrency})" if place == 0 else "")
            for place, it in enumerate(found_there)
        ]
        rates.bar_label(bars, labels, padding=3, fontsize=7)
    cost = [typical(samples, system["key"], JUDGED_AT).cpu for system in systems]
    costs.bar_label(costs.barh(list(places), cost, color=colours), fmt="%.2f", padding=3, fontsize=8)
    rates.set_yticks(list(places), names)
    rates.invert_yaxis()
    rates.set_title("turns a second")
    costs.set_title(f"CPU milliseconds a turn, {JUDGED_AT} at once")
    for axes in (rates, costs):
        axes.spines[["top", "right"]].set_visible(False)
        axes.margins(x=0.15)
    figure.savefig(to, dpi=120, metadata={"Software": None})
