"""Writes the goldens of Checkpoints.

    python scripts/oracles/checkpoints.py                    # all but the sums of SmolLM2's tensors
    python scripts/oracles/checkpoints.py --sums FILE.gguf   # these, from its GGUF file

Needs numpy, torch, safetensors and gguf.
"""

import datetime
import json
import pathlib
import sys
from importlib.metadata import version

import gguf
import numpy
import safetensors.numpy
import safetensors.torch
import torch

SEED = 20
FOLDER = pathlib.Path(__file__).parents[2] / "Tests" / "Goldens" / "Checkpoints"


def write_types(random):
    """Every type of the format, and torch's float32 of the same values."""
    patterns = torch.arange(256, dtype=torch.uint8).reshape(16, 16)
    normal = torch.from_numpy(random.standard_normal((3, 5)))
    whole = torch.from_numpy(random.integers(-(2**62), 2**62, (2, 3)))
    tensors = {
        "F64": normal,
        "F32": normal.float(),
        "F16": torch.arange(0, 65536, 257).to(torch.int32).to(torch.int16).view(torch.float16),
        "BF16": torch.arange(0, 65536, 257).to(torch.int32).to(torch.int16).view(torch.bfloat16),
        "F8_E4M3": patterns.clone().view(torch.float8_e4m3fn),
        "F8_E5M2": patterns.clone().view(torch.float8_e5m2),
        "F8_E8M0": patterns.clone().view(torch.float8_e8m0fnu),
        "I64": whole,
        "I32": whole.to(torch.int32),
        "I16": whole.to(torch.int16),
        "I8": whole.to(torch.int8),
        "U64": whole.abs().to(torch.uint64),
        "U32": whole.to(torch.uint32),
        "U16": whole.to(torch.uint16),
        "U8": patterns,
        "BOOL": patterns > 7,
        "scalar": torch.tensor(2.5),
        "empty": torch.zeros((0, 4)),
    }
    expected = {name: tensor.to(torch.float32).contiguous() for name, tensor in tensors.items()}
    safetensors.torch.save_file(tensors, FOLDER / "types.safetensors", {"format": "pt"})
    safetensors.torch.save_file(expected, FOLDER / "types.expected.safetensors")


def write_reference():
    """A file that our writer must repeat byte by byte."""
    numbers = numpy.arange(6, dtype=numpy.float32).reshape(2, 3)
    tensors = {
        "b": numbers / 4,
        "a\"quoted\"\n": numbers[0],
        "é": numpy.array(7, dtype=numpy.float32),
        "half": (numbers / 3).astype(numpy.float16),
        "tokens": numpy.array([[1, -2]], dtype=numpy.int32),
    }
    safetensors.numpy.save_file(tensors, FOLDER / "reference.safetensors", {"what": "a \\ é\t"})


def random_blocks(random, kind, shape):
    """Blocks of random bytes, but for the scales, which are small finite halves."""
    values, width = gguf.GGML_QUANT_SIZES[kind]
    blocks = random.integers(0, 256, (shape[0] * shape[1] // values, width), dtype=numpy.uint8)
    name = kind.name
    places = {"Q2_K": [80, 82], "Q3_K": [108], "Q6_K": [208], "Q4_K": [0, 2], "Q5_K": [0, 2]}
    for place in places.get(name, [0, 2] if name.endswith("_1") else [0]):
        scales = random.standard_normal(len(blocks)).astype(numpy.float16)
        blocks[:, place : place + 2] = scales.view(numpy.uint8).reshape(-1, 2)
    return blocks.reshape(shape[0], -1)


def write_gguf(random):
    """Metadata of every type, tensors of every kind, and the float32 values of the latter."""
    writer = gguf.GGUFWriter(FOLDER / "types.gguf", "test")
    writer.add_uint8("number.uint8", 200)
    writer.add_int8("number.int8", -100)
    writer.add_uint16("number.uint16", 60000)
    writer.add_int16("number.int16", -30000)
    writer.add_uint32("number.uint32", 4_000_000_000)
    writer.add_int32("number.int32", -2_000_000_000)
    writer.add_uint64("number.uint64", 2**64 - 1)
    writer.add_int64("number.int64", -(2**62))
    writer.add_float32("number.float32", 0.1)
    writer.add_float64("number.float64", 0.1)
    writer.add_bool("flag", True)
    writer.add_string("text", "ü\n<|x|>")
    writer.add_array("list.text", ["a", "", "Ġ日本"])
    writer.add_array("list.integers", [3, -4, 5])
    writer.add_array("list.floats", [0.5, -1.5])
    writer.add_array("list.flags", [True, False])
    expected = {}
    for kind in ["Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K"]:
        kind = gguf.GGMLQuantizationType[kind]
        blocks = random_blocks(random, kind, (2, 512))
        writer.add_tensor(kind.name, blocks, raw_dtype=kind)
        expected[kind.name] = gguf.dequantize(blocks, kind)
    floats = random.standard_normal((2, 3, 4)).astype(numpy.float32)
    brain = torch.from_numpy(floats).to(torch.bfloat16)
    writer.add_tensor("F32", floats)
    writer.add_tensor("F16", floats.astype(numpy.float16))
    writer.add_tensor(
        "BF16", brain.view(torch.uint8).numpy(), raw_dtype=gguf.GGMLQuantizationType.BF16)
    writer.add_tensor("I32", numpy.arange(-2, 3, dtype=numpy.int32))
    expected["F32"] = floats
    expected["F16"] = floats.astype(numpy.float16).astype(numpy.float32)
    expected["BF16"] = brain.float().numpy()
    expected["I32"] = numpy.arange(-2, 3).astype(numpy.float32)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    safetensors.numpy.save_file(expected, FOLDER / "types.gguf.expected.safetensors")


def write_sums(path):
    """A checksum of each tensor's float32 bits: their sum, each times its place from 1, mod 2^64."""
    sums = {}
    for tensor in gguf.GGUFReader(path).tensors:
        values = gguf.dequantize(tensor.data, tensor.tensor_type).astype(numpy.float32)
        bits = values.reshape(-1).view(numpy.uint32).astype(numpy.uint64)
        places = numpy.arange(1, len(bits) + 1, dtype=numpy.uint64)
        sums[tensor.name] = f"{int((bits * places).sum(dtype=numpy.uint64)):016x}"
    (FOLDER / "smollm2.sums.json").write_text(json.dumps(sums, indent=0) + "\n")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    random = numpy.random.default_rng(SEED)
    write_types(random)
    write_reference()
    write_gguf(random)
    peers = {name: version(name) for name in ["gguf", "numpy", "safetensors", "torch"]}
    provenance = {
        "script": "scripts/oracles/checkpoints.py",
        "peers": peers,
        "seed": SEED,
        "date": datetime.date.today().isoformat(),
    }
    (FOLDER / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")


if __name__ == "__main__":
    write_sums(sys.argv[2]) if sys.argv[1:2] == ["--sums"] else main()
