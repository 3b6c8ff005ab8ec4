#!/usr/bin/env python3
"""Token ids by Hugging Face's tokenizers, for the tests of the module Tokenizers.

Pinned: tokenizers 0.23.3, tiktoken 0.14.0, Python 3.11 (whose Unicode 14 the random strings keep to).

    tokenizer_ids.py goldens [--gpt2 FOLDER]
        writes Tests/Goldens/Tokenizers: small tokenizers trained here, and their ids of 500 strings;
        with GPT-2's vocab.json and merges.txt, its ids too.
    tokenizer_ids.py differential OUTPUT NAME=TOKENIZER...
        writes OUTPUT/NAME.json for each: 10,000 strings and their ids. The tests compare them under
        TOKENIZER_DIFFERENTIAL=OUTPUT swift test --filter TokenizersTests
        A TOKENIZER is a tokenizer.json, a folder with vocab.json and merges.txt, or a .tiktoken file.

(The file's name is not that of the library, which it would hide from other scripts.)
"""

import argparse
import datetime
import json
import pathlib
import platform
import random
import sys
import unicodedata

import tiktoken
import tokenizers
from tiktoken.load import load_tiktoken_bpe
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers
from tokenizers import pre_tokenizers, processors, trainers

SEED = 20_240_601
GOLDENS = pathlib.Path(__file__).parents[2] / "Tests/Goldens/Tokenizers"

LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
O200K = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+",
])
GPT2 = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"

# Random strings

WORDS = """the of and to in is that it was for on are as with his they be at one have this from or
had by hot but some what there we can out other were all your when up use word how said an each she
Which Their Time will way about Many then them write would like so these her long make thing see him
two has look more day could go come did my sound no most number who over know water than call first
naïve café Zürich señor façade Ærøskøbing мир война язык данные Ελλάδα γλώσσα שלום עולם مرحبا العالم
नमस्ते दुनिया 日本語 テキスト 中文字符 한국어 문장 ภาษาไทย Việt tiếng ångström İstanbul ǅungla ﬁne
camelCase snake_case HTTPServer __init__ renderer=None""".split()
TAGS = "html head title body div span p a ul li table tr td h1 h2 em strong b i br img".split()
CODE = [
    "def f(x):\n    return x**2\n", "for (int i = 0; i < n; ++i) {\n\ta[i] = b[i];\n}\n",
    "const a = {b: [1, 2, 3]};", "if (x > 0 && (y < 3)):\r\n", "import numpy as np\n",
    "#include <stdio.h>\n", "print(f\"{name!r:>10}\")", "let x: [Int] = []  // none", "SELECT * FROM t;",
    "((([[[{{{<<<>>>}}}]]])))", "a -> b => c != d === e", "\\n\\t\\x00", "0x1F + 1e-9 - 007",
]
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<mask>", "<s>", "</s>", "<0x0A>", "<unk>"]
SPACES = [" ", "  ", "   ", "\n", "\n\n", "\t", "\r\n", "\u00a0", "\u3000", "\u2003", "\u0085",
          "\x0b", "\u2028", " " * 7, " " * 24, " " * 31, "\u200b", "\ufeff"]
ENDINGS = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "'S", "'LL", "'\u017f", "\u2019s", "'x", "''", "'"]
NFKC = normalizers.NFKC()
# The library has older tables than Python: only characters on which both agree.


def agrees(character):
    category = unicodedata.category(character)
    is_punctuation = category[0] == "P" or character in "$+<=>^`|~"
    pieces = PUNCTUATION.pre_tokenize_str(f"a{character}b")
    return (
        category not in ("Cn", "Cs", "Co")
        and NFKC.normalize_str(character) == unicodedata.normalize("NFKC", character)
        and (category[0] == "M") == (STRIP_ACCENTS.normalize_str(character) == "")
        and is_punctuation == (len(pieces) == 2))


STRIP_ACCENTS = normalizers.StripAccents()
PUNCTUATION = pre_tokenizers.Punctuation("removed")
ASSIGNED = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000 and agrees(chr(c))]
MARKS = [c for c in ASSIGNED if unicodedata.category(chr(c)) in ("Mn", "Mc")]
CHANGING = [c for c in ASSIGNED if unicodedata.normalize("NFKD", chr(c)) != chr(c)]
NUMBERS = [c for c in ASSIGNED if unicodedata.category(chr(c)).startswith("N")]


def html(r, depth=0):
    tag = r.choice(TAGS)
    attribute = r.choice(["", f' class="{r.choice(WORDS)}"', f" href='{r.choice(WORDS)}.html'"])
    inner = html(r, depth + 1) if depth < 3 and r.random() < 0.6 else words(r, 4)
    close = r.choice([f"</{tag}>", "</", "", " />", "\n"])
    return f"<{tag}{attribute}>{r.choice(['', '&amp;', '&nbsp;'])}{inner}{close}"


def words(r, most):
    return "".join(
        r.choice(WORDS) + r.choice(ENDINGS + [""] * 30) + r.choice(SPACES[:4] + [" ", ", ", ". "] * 6)
        for _ in range(r.randint(1, most)))


KINDS = [
    lambda r: words(r, 12),
    html,
    html,
    lambda r: "".join(r.choice(CODE) + r.choice(SPACES) for _ in range(r.randint(1, 4))),
    lambda r: "".join(chr(r.choice(ASSIGNED)) for _ in range(r.randint(1, 30))),
    lambda r: "".join(
        r.choice(WORDS)[:3] + chr(r.choice(MARKS)) * r.randint(0, 2) + chr(r.choice(CHANGING))
        for _ in range(r.randint(1, 8))),
    lambda r: "".join(
        r.choice(["".join(r.choice("0123456789") for _ in range(r.randint(1, 9))),
                  chr(r.choice(NUMBERS)), ".", ",", " ", "-", r.choice(WORDS)])
        for _ in range(r.randint(1, 12))),
    lambda r: "".join(
        r.choice(SPACES) * r.randint(1, 3) + r.choice(["a", "1", "(", "", "é", "中"])
        for _ in range(r.randint(1, 8))),
    lambda r: "".join(
        r.choice(SPECIAL) + r.choice(SPACES + WORDS + ["", "", "<", "|>"]) for _ in range(r.randint(1, 5))),
    lambda r: "".join(
        chr(r.choice([0x1F600, 0x1F44D, 0x1F3FD, 0x200D, 0x2764, 0xFE0F, 0x1F1E6, 0x1F1FF, 0x20, 0x61]))
        for _ in range(r.randint(1, 14))),
    lambda r: "".join(
        chr(r.choice([r.randint(0x1100, 0x11FF), r.randint(0xAC00, 0xD7A3), 0x61, 0x301, 0x20]))
        for _ in range(r.randint(1, 12))),
    lambda r: r.choice("aA1(é ▁") * r.randint(40, 130),
]


def strings(count, seed):
    r = random.Random(seed)
    return [KINDS[index % len(KINDS)](r) for index in range(count)]


# The small tokenizers

def trained(name, normalizer, pre_tokenizer, corpus, special, size, alphabet):
    tokenizer = Tokenizer(models.BPE(unk_token=None))
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizer
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=special, initial_alphabet=alphabet, show_progress=False,
        limit_alphabet=max(len(alphabet), 120))
    tokenizer.train_from_iterator(corpus, trainer)
    return tokenizer


def edited(tokenizer, edit):
    value = json.loads(tokenizer.to_str())
    edit(value)
    return Tokenizer.from_str(json.dumps(value))


def bytes_nfc(corpus):
    tokenizer = trained(
        "bytes", normalizers.NFC(),
        pre_tokenizers.Sequence([
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False)]),
        corpus, ["<|endoftext|>", "<|im_start|>"], 640, pre_tokenizers.ByteLevel.alphabet())
    tokenizer.add_tokens([AddedToken(" " * n, normalized=True) for n in range(24, 1, -1)])
    tokenizer.add_tokens([AddedToken("café", normalized=True, single_word=True)])
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, rstrip=True)])
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def llama3(corpus):
    tokenizer = trained(
        "llama3", None,
        pre_tokenizers.Sequence([
            pre_tokenizers.Split(Regex(LLAMA3), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]),
        corpus, ["<|endoftext|>", "<s>"], 600, pre_tokenizers.ByteLevel.alphabet())
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", 1)])
    return edited(tokenizer, lambda v: v["model"].update(ignore_merges=True))


def o200k(corpus):
    tokenizer = trained(
        "o200k", None,
        pre_tokenizers.Sequence([
            pre_tokenizers.Split(Regex(O200K), "removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=True, use_regex=False)]),
        corpus, ["<|endoftext|>"], 500, pre_tokenizers.ByteLevel.alphabet())
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def metaspace(corpus):
    byte_tokens = [f"<0x{byte:02X}>" for byte in range(256)]
    tokenizer = trained(
        "metaspace", normalizers.NFKC(), pre_tokenizers.Metaspace(), corpus,
        ["<unk>", "<s>", "</s>"] + byte_tokens, 760, ["▁"])

    def edit(value):
        value["added_tokens"] = [t for t in value["added_tokens"] if t["content"] not in byte_tokens]
        value["model"].update(byte_fallback=True, unk_token="<unk>", fuse_unk=True)
        value["pre_tokenizer"] = None
        value["normalizer"] = {"type": "Sequence", "normalizers": [
            {"type": "NFKC"}, {"type": "Lowercase"}, {"type": "Prepend", "prepend": "▁"},
            {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]}
        value["decoder"] = {"type": "Sequence", "decoders": [
            {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
            {"type": "ByteFallback"}, {"type": "Fuse"},
            {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}

    return edited(tokenizer, edit)


def characters(corpus):
    """Characters with an unknown token each, and the Metaspace pre-tokenizer."""
    tokenizer = trained(
        "characters", None, pre_tokenizers.Metaspace(prepend_scheme="first"), corpus,
        ["<unk>", "<s>"], 400, ["▁"])
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="first")
    return edited(tokenizer, lambda v: v["model"].update(unk_token="<unk>"))


def words_apart(corpus):
    """Words and punctuation apart without accents, and a template that closes sequences."""
    tokenizer = trained(
        "words",
        normalizers.Sequence([
            normalizers.NFD(), normalizers.StripAccents(), normalizers.Strip(),
            normalizers.Lowercase()]),
        pre_tokenizers.Sequence([
            pre_tokenizers.Whitespace(), pre_tokenizers.Punctuation("contiguous"),
            pre_tokenizers.Digits(individual_digits=False),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]),
        corpus, ["</s>", "<mask>"], 500, pre_tokenizers.ByteLevel.alphabet())
    tokenizer.add_tokens([
        AddedToken("the", single_word=True, normalized=True), AddedToken("Time", normalized=False),
        AddedToken("ing", lstrip=True), AddedToken("ab", rstrip=True, normalized=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", special_tokens=[("</s>", 0)])
    return tokenizer


def spaces_apart(corpus):
    """Cut at white space, punctuation closing the word before it, every word marked."""
    tokenizer = trained(
        "spaces",
        normalizers.Sequence([
            normalizers.NFKD(), normalizers.Replace(Regex(r"[\r\n]+"), " ; "),
            normalizers.Strip(left=False, right=True)]),
        pre_tokenizers.Sequence([
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Punctuation("merged_with_previous"),
            pre_tokenizers.Metaspace(prepend_scheme="always", split=False)]),
        corpus, ["<unk>", "<s>", "</s>"], 500, ["▁"])
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B:1 </s>:1",
        special_tokens=[("<s>", 1), ("</s>", 2)])
    return edited(
        tokenizer, lambda v: v["model"].update(unk_token="<unk>", fuse_unk=True))


SMALL = {"words": words_apart, "spaces": spaces_apart, "bytes": bytes_nfc, "llama3": llama3, "o200k": o200k, "metaspace": metaspace,
         "characters": characters}


# Ids

def gpt2(folder):
    tokenizer = Tokenizer(models.BPE.from_file(f"{folder}/vocab.json", f"{folder}/merges.txt"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.add_special_tokens([AddedToken("<|endoftext|>", normalized=False)])
    return tokenizer


def encoder(path):
    """A function from text to ids, special tokens parsed but none added."""
    path = pathlib.Path(path)
    if path.suffix == ".tiktoken":
        encoding = tiktoken.Encoding(
            "gpt2", pat_str=GPT2, mergeable_ranks=load_tiktoken_bpe(str(path)),
            special_tokens={"<|endoftext|>": 50256})
        return lambda text: encoding.encode(text, allowed_special="all")
    tokenizer = gpt2(path) if path.is_dir() else Tokenizer.from_file(str(path))
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=True, separators=(",", ":"))
        file.write("\n")


def goldens(arguments):
    corpus = strings(6_000, SEED + 1)
    cases = strings(500, SEED)
    encoders = {}
    for name, train in SMALL.items():
        path = GOLDENS / f"{name}.json"
        write(path, json.loads(train(corpus).to_str()))
        encoders[name] = encoder(path)
    if arguments.gpt2:
        encoders["gpt2"] = encoder(arguments.gpt2)
    write(GOLDENS / "cases.json", [
        {"text": text, "ids": {name: encode(text) for name, encode in encoders.items()}}
        for text in cases])
    write(GOLDENS / "provenance.json", {
        "script": "scripts/oracles/tokenizer_ids.py goldens --gpt2 FOLDER",
        "peers": {"tokenizers": tokenizers.__version__, "python": platform.python_version()},
        "seed": SEED, "date": datetime.date.today().isoformat()})


def differential(arguments):
    cases = strings(10_000, SEED + 2)
    for entry in arguments.tokenizers:
        name, _, path = entry.partition("=")
        encode = encoder(path)
        write(pathlib.Path(arguments.output) / f"{name}.json", {
            "tokenizer": str(pathlib.Path(path).resolve()),
            "cases": [{"text": text, "ids": encode(text)} for text in cases]})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("goldens")
    command.add_argument("--gpt2", metavar="FOLDER")
    command.set_defaults(run=goldens)
    command = commands.add_parser("differential")
    command.add_argument("output")
    command.add_argument("tokenizers", nargs="+", metavar="NAME=TOKENIZER")
    command.set_defaults(run=differential)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
