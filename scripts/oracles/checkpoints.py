"""Writes the goldens of Checkpoints.

    python scripts/oracles/checkpoints.py                    # all but the sums of SmolLM2's tensors
    python scripts/oracles/checkpoints.py numpy pickles      # some of them
    python scripts/oracles/checkpoints.py --sums FILE.gguf   # these, from its GGUF file

Needs numpy, torch, safetensors and gguf.
"""

import collections
import datetime
import gzip
import io
import json
import os
import pathlib
import pickle
import sys
import types
import zipfile
from importlib.metadata import version

import gguf
import numpy
import safetensors.numpy
import safetensors.torch
import torch

SEED = 20
FOLDER = pathlib.Path(__file__).parents[2] / "Tests" / "Goldens" / "Checkpoints"


def reals(tensor):
    """A tensor's values as float32; a complex number as two."""
    return (torch.view_as_real(tensor) if tensor.is_complex() else tensor).to(torch.float32)


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
        "F8_E4M3FNUZ": patterns.clone().view(torch.float8_e4m3fnuz),
        "F8_E5M2FNUZ": patterns.clone().view(torch.float8_e5m2fnuz),
        "C64": torch.complex(normal.float(), -normal.float()),
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
    expected = {name: reals(tensor).contiguous() for name, tensor in tensors.items()}
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


class Malice:
    """Runs a command when a pickle is read by Python."""

    def __reduce__(self):
        return os.system, ("touch thresher-was-here",)


def write_torch(random):
    """State dicts in both formats of torch.save, and the float32 values of their tensors."""
    module = types.ModuleType("sae_training.config")
    config = type("Config", (), {"__module__": "sae_training.config"})
    module.Config = config
    sys.modules |= {"sae_training": types.ModuleType("sae_training"), module.__name__: module}
    cfg = config()
    cfg.d_in, cfg.lr, cfg.hook_point, cfg.use_ghost_grads = 4, 0.5, "blocks.0.hook_resid_pre", True
    cfg.dtype, cfg.device, cfg.widths = torch.float32, torch.device("cpu"), [2, 3]
    base = torch.from_numpy(random.standard_normal((4, 6)).astype(numpy.float32))
    state = collections.OrderedDict(
        plain=base,
        transposed=base.T,
        rows=base[1:3],
        columns=base[:, 1:5:2],
        permuted=torch.arange(24).reshape(2, 3, 4).permute(2, 0, 1),
        expanded=base[:, :1].expand(4, 5),
        parameter=torch.nn.Parameter(base.clone()),
        double=base.double(),
        half=base.half(),
        brain=base.bfloat16().T,
        flags=base > 0,
        bytes=torch.arange(250, 256, dtype=torch.uint8),
        scalar=torch.tensor(1.5),
        empty=torch.zeros(0, 3),
    )
    expected = {f"state_dict.{name}": tensor for name, tensor in state.items()}
    state._metadata = {"": {"version": 1}}
    contents = {"cfg": cfg, "state_dict": state, "k": 32, "steps": 2**40, "malice": Malice()}
    torch.save(contents, FOLDER / "legacy.pt", _use_new_zipfile_serialization=False)
    state["small"] = base.to(torch.float8_e4m3fn)
    state["word"] = torch.arange(65530, 65536).to(torch.uint16)
    torch.save(contents, FOLDER / "types.pt")
    expected |= {"state_dict.small": state["small"], "state_dict.word": state["word"]}
    expected = {name: tensor.detach().float().contiguous() for name, tensor in expected.items()}
    expected = {name: tensor.clone() for name, tensor in expected.items()}
    safetensors.torch.save_file(expected, FOLDER / "types.pt.expected.safetensors")


def write_numpy(random):
    """Arrays of every type, order and version of the format, in archives packed and not."""
    normal = random.standard_normal((3, 4, 5))
    kinds = "<f2 <f4 <f8 >f2 >f4 >f8 |b1 |i1 |u1 <i2 >i2 <i4 >i4 <i8 >i8 <u2 <u4 <u8 <c8 >c8 <c16"
    arrays = {f"type {kind[1:]}{kind[0]}": (normal * 100).astype(kind) for kind in kinds.split()}
    arrays["fortran"] = numpy.asfortranarray(normal.astype(numpy.float32))
    arrays["fortran >c8"] = numpy.asfortranarray(arrays["type c8>"])
    arrays["folder/scalar"] = numpy.array(2.5)
    arrays["empty"] = numpy.zeros((0, 4), numpy.float32)
    arrays["zeros"] = numpy.zeros((64, 32), numpy.float32)
    expected = {}
    for name, array in arrays.items():
        native = array.astype(array.dtype.newbyteorder("="))
        if numpy.iscomplexobj(native):
            native = numpy.stack([native.real, native.imag], axis=-1)
        expected[name] = numpy.ascontiguousarray(native, dtype=numpy.float32).reshape(native.shape)
    safetensors.numpy.save_file(expected, FOLDER / "arrays.expected.safetensors")
    numpy.savez(FOLDER / "arrays.npz", **arrays)
    numpy.savez_compressed(FOLDER / "packed.npz", **arrays)
    small = normal[0].astype(numpy.float32)
    for major in [1, 2, 3]:
        with open(FOLDER / f"version{major}.npy", "wb") as file:
            numpy.lib.format.write_array(file, small, version=(major, 0))
    safetensors.numpy.save_file({"array": small}, FOLDER / "version.expected.safetensors")
    numpy.savez(FOLDER / "objects.npz", numbers=small, objects=numpy.array([Malice()]), text="a")


def write_pickles(random):
    """A legacy autoencoder as pickle.dump wrote it through gzip, and a packed archive of torch.save."""
    module = types.ModuleType("sae_training.config")
    config = type("Config", (), {"__module__": "sae_training.config"})
    module.Config = config
    sys.modules |= {"sae_training": types.ModuleType("sae_training"), module.__name__: module}
    cfg = config()
    cfg.d_in, cfg.l1_coefficient, cfg.hook_point = 4, 8e-5, "blocks.0.hook_resid_pre"
    cfg.device, cfg.dtype = torch.device("cpu"), torch.float32
    base = torch.from_numpy(random.standard_normal((4, 6)).astype(numpy.float32))
    state = {"W_enc": base, "W_dec": base.T, "b_dec": base[0, :4].clone(), "half": base.half()}
    expected = {f"state_dict.{name}": reals(tensor).contiguous() for name, tensor in state.items()}
    safetensors.torch.save_file(
        {name: tensor.clone() for name, tensor in expected.items()},
        FOLDER / "pickles.expected.safetensors",
    )
    contents = {"cfg": cfg, "state_dict": state}
    for protocol in [2, 3, 4, 5]:
        with gzip.open(FOLDER / f"protocol{protocol}.pkl.gz", "wb") as file:
            pickle.dump(contents, file, protocol=protocol)
    torch.save(contents, FOLDER / "protocol5.pt", pickle_protocol=5)
    buffer = io.BytesIO()
    torch.save(contents, buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(
        FOLDER / "packed.pt", "w", zipfile.ZIP_DEFLATED
    ) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))


def write_sums(path):
    """A checksum of each tensor's float32 bits: their sum, each times its place from 1, mod 2^64."""
    sums = {}
    for tensor in gguf.GGUFReader(path).tensors:
        values = gguf.dequantize(tensor.data, tensor.tensor_type).astype(numpy.float32)
        bits = values.reshape(-1).view(numpy.uint32).astype(numpy.uint64)
        places = numpy.arange(1, len(bits) + 1, dtype=numpy.uint64)
        sums[tensor.name] = f"{int((bits * places).sum(dtype=numpy.uint64)):016x}"
    (FOLDER / "smollm2.sums.json").write_text(json.dumps(sums, indent=0) + "\n")


def main(names):
    FOLDER.mkdir(parents=True, exist_ok=True)
    writers = {
        "types": write_types,
        "reference": lambda _: write_reference(),
        "gguf": write_gguf,
        "torch": write_torch,
        "numpy": write_numpy,
        "pickles": write_pickles,
    }
    for name in names or writers:
        writers[name](numpy.random.default_rng(SEED))
    peers = {name: version(name) for name in ["gguf", "numpy", "safetensors", "torch"]}
    provenance = {
        "script": "scripts/oracles/checkpoints.py",
        "peers": peers,
        "seed": SEED,
        "date": datetime.date.today().isoformat(),
    }
    (FOLDER / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")


if __name__ == "__main__":
    write_sums(sys.argv[2]) if sys.argv[1:2] == ["--sums"] else main(sys.argv[1:])
