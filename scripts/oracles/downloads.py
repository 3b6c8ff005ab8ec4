"""Writes the golden wheel of Downloads: a zip file with a model's file and a licence."""

import datetime
import json
import pathlib
import platform
import zipfile

FOLDER = pathlib.Path(__file__).parents[2] / "Tests" / "Goldens" / "Downloads"


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(FOLDER / "pkg-1-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, text in [("pkg/model.gguf", "weights" * 20), ("pkg/LICENSE", "free")]:
            wheel.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    provenance = {
        "script": "scripts/oracles/downloads.py",
        "peers": {"python": platform.python_version()},
        "seed": None,
        "date": datetime.date.today().isoformat(),
    }
    (FOLDER / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")


if __name__ == "__main__":
    main()
