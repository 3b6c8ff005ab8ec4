#!/usr/bin/env python3
"""Writes Tests/Goldens/Corpora/ZIM/pages.zim: two pages and an image, packed by zimwriterfs.

Needs Debian's zim-tools.
"""
import json, pathlib, struct, subprocess, tempfile, zlib, datetime

golden = pathlib.Path(__file__).resolve().parents[2] / "Tests/Goldens/Corpora/ZIM"
pages = {
    "index.html": "<!doctype html><html><head><title>First</title></head>"
    "<body><p>One &amp; all</p></body></html>\n",
    "second.html": "<!doctype html><html><head><title>Second</title></head>"
    "<body><p>Zwei \u00e9</p></body></html>\n",
}


def icon(size):
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + b"\xff\0\0" * size for _ in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


golden.mkdir(parents=True, exist_ok=True)
with tempfile.TemporaryDirectory() as folder:
    source = pathlib.Path(folder) / "pages"
    source.mkdir()
    for name, text in pages.items():
        (source / name).write_text(text, encoding="utf-8")
    (source / "icon.png").write_bytes(icon(48))
    file = golden / "pages.zim"
    file.unlink(missing_ok=True)
    subprocess.run(
        ["zimwriterfs", "--welcome=index.html", "--illustration=icon.png", "--language=eng",
         "--title=Pages", "--description=Two pages", "--creator=Thresher", "--publisher=Thresher",
         "--name=pages", "--withoutFTIndex", str(source), str(file)],
        check=True, stdout=subprocess.DEVNULL)
version = subprocess.run(["zimwriterfs", "--version"], capture_output=True, text=True).stdout
words = version.split()
(golden / "provenance.json").write_text(json.dumps({
    "script": "scripts/oracles/zim.py",
    "peers": {"zim-tools": words[1], "libzim": words[words.index("libzim") + 1]},
    "seed": None, "date": datetime.date.today().isoformat(),
}, indent=2) + "\n")
