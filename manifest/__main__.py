"""`python -m manifest FILE`: the app package, by the settings of the environment and of `.env`."""

import sys
from pathlib import Path

from manifest.package import filled_manifest, made_up_pages, packed
from manifest.settings import HOME, Incomplete, read_settings
from sessions.region import BadProfile, load_region, south_west


def main(target: Path) -> int:
    """The exit code: 1, and a sentence on standard error, where something is missing."""
    try:
        settings = read_settings()
        region = load_region(HOME / settings.region_file) if settings.region_file else south_west()
        manifest = filled_manifest(settings, region)
    except (Incomplete, BadProfile) as reason:
        print(reason, file=sys.stderr)
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(packed(manifest))
    print(f"{manifest['name']['short']}, version {manifest['version']}: {target}")
    if made_up := made_up_pages(region):
        print(
            f"Before you publish it, set your own pages in the region profile, [links]: {', '.join(made_up)}."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
