#!/usr/bin/env python3
"""What Hugging Face's tokenizers learn from a text, for the tests of BytePairTrainer.

Pinned: tokenizers 0.23.3. Writes Tests/Goldens/Tokenizers/training.json: the text, and for each
setting the merges in order and the ids of a sentence.
"""

import datetime
import json
import pathlib
import random

import tokenizers
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

SEED = 20_261_122
GOLDENS = pathlib.Path(__file__).parents[2] / "Tests/Goldens/Tokenizers"
SENTENCE = "<ul class=\"list\"><li>one banana</li><li>zwölf bananas</li></ul>\n  f(x[i]) = {y}"


def text():
    """Pages of random words and tags, all of one line feed's length."""
    rng = random.Random(SEED)
    words = "banana band bandana anna nab cab abacus one two zwölf naïve f(x) x[i] {y} 10 100 1000".split()
    lines = []
    for _ in range(400):
        tag = rng.choice(["li", "ul", "p", "div", "span", "table"])
        inner = " ".join(rng.choice(words) for _ in range(rng.randrange(1, 8)))
        lines.append(f"<{tag} class=\"{rng.choice(words)}\">{inner}</{tag}>")
    return "\n".join(lines)


def learned(corpus, size, cut):
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    steps = [pre_tokenizers.Split(Regex(cut), "isolated")] if cut else []
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(steps + [byte_level])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator([corpus], trainers.BpeTrainer(
        vocab_size=size, min_frequency=2, special_tokens=["<|endoftext|>"], show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    model = json.loads(tokenizer.to_str())["model"]
    merges = [merge if isinstance(merge, list) else merge.split(" ") for merge in model["merges"]]
    return {
        "size": size, "cut": cut, "merges": merges, "vocab": model["vocab"],
        "ids": tokenizer.encode(SENTENCE).ids,
    }


def main():
    corpus = text()
    settings = [(300, None), (420, None), (380, "</?|>")]
    golden = {
        "provenance": {
            "script": "scripts/oracles/byte_pair_training.py", "seed": SEED,
            "peers": {"tokenizers": tokenizers.__version__},
            "date": datetime.date.today().isoformat(),
        },
        "text": corpus, "sentence": SENTENCE,
        "trained": [learned(corpus, size, cut) for size, cut in settings],
    }
    (GOLDENS / "training.json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
