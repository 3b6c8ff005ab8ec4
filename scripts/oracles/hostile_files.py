#!/usr/bin/env python3
"""Files that would harm a careless reader, and what the program makes of them.

    python scripts/oracles/hostile_files.py                  # writes Tests/Fuzz/FailCases/…/hostile-*
    python scripts/oracles/hostile_files.py .build/release/thresher
        # gives each to the program, which must end within a second and 200 MB, with one line and
        # exit code 1

Needs nothing but Python; of Linux, /proc for the second.
"""

import gzip
import io
import json
import pathlib
import pickle
import struct
import subprocess
import sys
import zipfile

ROOT = pathlib.Path(__file__).parents[2]
FOLDER = ROOT / "Tests/Fuzz/FailCases"


class Call:
    def __init__(self, function, *arguments):
        self.call = (function, arguments)

    def __reduce__(self):
        return self.call


def archive(entries, compression=zipfile.ZIP_STORED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, contents in entries.items():
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), contents, compression)
    return buffer.getvalue()


def torch(data):
    return archive({"x/data.pkl": data, "x/version": b"3\n"})


def safetensors(header, data=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def gguf(tensors, pairs, rest=b""):
    return b"GGUF" + struct.pack("<IQQ", 3, tensors, pairs) + rest


def text(value):
    return struct.pack("<Q", len(value)) + value


def array(shape, kind="<f4", data=b"\0" * 16):
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header + data


def lying(data, offset, value, entry=b"PK\1\2"):
    """An archive whose directory says another number of its first entry."""
    place = data.index(entry) + offset
    return data[:place] + struct.pack("<I", value) + data[place + 4 :]


def checkpoints():
    import os

    system = pickle.dumps(Call(os.system, "touch /tmp/thresher-was-here"), 2)
    nested = pickle.dumps(Call(eval, Call(getattr, Call(__import__, "os"), "system")), 2)
    doubling = b"\x80\2K\1N\x86" + b"2\x86" * 200 + b"."
    itself = b"\x80\2]q\0(" + b"h\0" * 5000 + b"e."
    deep = b"\x80\2" + b"]" * 100_000 + b"a" * 99_999 + b"."
    entry = {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}
    plain = archive({"a.npy": array("(4,)")})
    packed = archive({"a.npy": array("(400,)", data=bytes(1600))}, zipfile.ZIP_DEFLATED)
    yield "system.pt", torch(system)
    yield "system.pkl.gz", gzip.compress(system, mtime=0)
    yield "nested-calls.pt", torch(nested)
    yield "doubling.pt", torch(doubling)
    yield "holds-itself.pt", torch(itself)
    yield "deep.pt", torch(deep)
    yield "steps.pkl.gz", gzip.compress(b"\x80\2" + b"N" * 5_000_000 + b".", mtime=0)
    yield "memos.pkl.gz", gzip.compress(b"\x80\4]" + b"\x94" * 5_000_000 + b".", mtime=0)
    yield "huge-text.pt", torch(b"\x80\2\x8d" + b"\xff" * 8)
    yield "zeros.pkl.gz", gzip.compress(bytes(200_000_000), mtime=0)
    yield "2-to-63.safetensors", struct.pack("<Q", 1 << 63) + b"{}"
    yield "overlap.safetensors", safetensors({"a": entry, "b": entry}, bytes(16))
    yield "outside.safetensors", safetensors(
        {"a": entry | {"data_offsets": [1 << 40, (1 << 40) + 16]}}, bytes(16))
    yield "overflow.safetensors", safetensors(
        {"a": entry | {"shape": [1 << 62, 8]}}, bytes(16))
    yield "deep.safetensors", safetensors(b'{"a":' + b"[" * 10_000)
    yield "deep-objects.safetensors", safetensors(b'{"a":' * 10_000)
    yield "deep.safetensors.index.json", b'{"metadata":' + b'{"a":' * 10_000
    yield "tensors.gguf", gguf(1 << 62, 0)
    yield "pairs.gguf", gguf(0, 1 << 62)
    yield "key.gguf", gguf(0, 1, struct.pack("<Q", 1 << 63))
    yield "array.gguf", gguf(0, 1, text(b"k") + struct.pack("<IIQ", 9, 4, 1 << 60))
    yield "arrays.gguf", gguf(0, 1, text(b"k") + struct.pack("<IIQ", 9, 9, 1) * 10_000)
    yield "shape.gguf", gguf(
        1, 0, text(b"t") + struct.pack("<IQQIQ", 2, 1 << 40, 1 << 40, 0, 0) + bytes(64))
    yield "offset.gguf", gguf(
        1, 0, text(b"t") + struct.pack("<IQIQ", 1, 4, 0, (1 << 64) - 32) + bytes(64))
    yield "stored-length.npz", lying(plain, 24, 0x7FFFFFF0)
    yield "stored-place.npz", lying(plain, 42, 0x7FFFFFF0)
    yield "packed-longer.npz", lying(packed, 24, 1_000_000)
    yield "packed-shorter.npz", lying(packed, 24, 900)
    yield "packed-beyond.npz", lying(packed, 24, 0x7FFFFFF0)
    yield "shape.npz", archive({"a.npy": array(f"({1 << 40}, {1 << 40})")})
    yield "lengths.npy", array("(1000000000,)")
    yield "objects.npy", array("(1,)", "|O", pickle.dumps([Call(os.system, "true")]))
    yield "code.npy", array("__import__('os').system('true')")


def tokenizers():
    model = {"type": "BPE", "vocab": {"a": 0}, "merges": []}
    yield "deep.json", b'{"model":' + b"[" * 10_000
    yield "deep-steps.json", (
        b'{"model":' + json.dumps(model).encode() + b',"pre_tokenizer":'
        + b'{"type":"Sequence","pretokenizers":[' * 10_000)
    yield "huge-id.json", json.dumps({"model": model | {"vocab": {"a": 1 << 62}}}).encode()
    yield "huge-number.json", b'{"model":{"type":"BPE","vocab":{"a":' + b"9" * 100_000 + b"}}}"


def write():
    for module, cases in [("Checkpoints", checkpoints()), ("Tokenizers", tokenizers())]:
        (FOLDER / module).mkdir(parents=True, exist_ok=True)
        for name, contents in cases:
            (FOLDER / module / f"hostile-{name}").write_bytes(contents)


def measured(command):
    """Exit code, error lines, seconds and the most memory (VmHWM) of a command."""
    # A child of a small process of its own, since a fork begins with its parent's high-water mark.
    program = (
        "import json, resource, subprocess, sys, time\n"
        "start = time.monotonic()\n"
        "done = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
        "usage = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps([done.returncode, done.stderr, done.stdout,"
        " time.monotonic() - start, usage.ru_maxrss / 1024]))")
    result = subprocess.run(
        [sys.executable, "-c", program, *map(str, command)], capture_output=True, text=True,
        check=True)
    return json.loads(result.stdout)


def check(program):
    failed = 0
    for path in sorted(FOLDER.glob("*/hostile-*")):
        command = [program, "models", "inspect", path]
        if path.parent.name == "Tokenizers":
            command = [program, "tokens", "--tokenizer", path, "text"]
        code, errors, output, seconds, megabytes = measured(command)
        lines = errors.strip().split("\n")
        good = (code == 1 and len(lines) == 1 and lines[0].startswith(f"Error: {path}")
                and not output and seconds < 1 and megabytes < 200)
        failed += not good
        message = lines[0].replace(str(path), path.name)[:110]
        print(f"{'ok ' if good else 'BAD'} {code} {seconds:5.2f} s {megabytes:5.0f} MB  {message}")
    return failed


if __name__ == "__main__":
    sys.exit(check(pathlib.Path(sys.argv[1]).resolve()) if len(sys.argv) > 1 else write())
