#!/usr/bin/env python3
"""Counts the labels of pages' tokens by brute force, as a reference for Thresher's.

    scripts/oracles/labels.py FOLDER TOKENIZER            counts of all pages, on standard output
    scripts/oracles/labels.py FOLDER TOKENIZER --golden   writes Tests/Goldens/Harvest/labels.json

TOKENIZER is a folder with GPT-2's vocab.json and merges.txt.

Pages are cleaned by BeautifulSoup as case 000 does, cut by the tokenizers library, and read by a
scanner and a stack of open elements that know the HTML standard's rules only as far as pages that
BeautifulSoup wrote need them: void elements, raw text, and what closes `p`, `li`, `dd`, `dt`, `tr`,
`td`, `th` and `option`.
"""
import argparse, bisect, collections, datetime, json, pathlib, platform, re, sys

import bs4
import tokenizers

import corpora

root = pathlib.Path(__file__).resolve().parents[2]
VOID = set(
    "area base br col embed hr img input link meta param source track wbr basefont bgsound command "
    "frame image isindex keygen".split())
RAW = {"script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp"}
CLOSES_P = set(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr li dd dt main menu nav ol p pre section summary "
    "table ul".split())
SCOPE = {"html", "body", "table", "td", "th", "caption", "button", "object", "marquee", "template"}
SIBLINGS = {
    "li": ({"li"}, {"ul", "ol"}), "dd": ({"dd", "dt"}, {"dl"}), "dt": ({"dd", "dt"}, {"dl"}),
    "tr": ({"tr"}, {"table"}), "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}), "option": ({"option"}, {"select"}),
}
MARKUP = re.compile(
    rb"<!--.*?-->|<![^>]*>|<\?[^>]*>|</[a-zA-Z][^>]*>"
    rb"""|<[a-zA-Z][^\s/>]*(?:[^>"']|"[^"]*"|'[^']*')*>""", re.S)
VALUE = re.compile(rb"""=\s*(?:"([^"]*)"|'([^']*)')""", re.S)
NAME = re.compile(rb"</?([a-zA-Z][^\s/>]*)")


class Page:
    """What stands where in a page: lists of (offset, state), each holding from its offset on."""

    def __init__(self, page):
        self.page = page
        self.stack = []
        self.offsets = [0]
        self.states = [(0, None, None, None)]
        self.kinds = [(0, "text")]
        position = 0
        while match := MARKUP.search(page, position):
            self.read(match)
            position = match.end()
            raw = self.stack[-1][0] if self.stack else None
            if raw in RAW:
                end = re.compile(rb"</" + raw.encode() + rb"[\s/>]", re.I).search(page, position)
                position = end.start() if end else len(page)

    def read(self, match):
        text, start, end = match.group(), match.start(), match.end()
        if text.startswith(b"<!--"):
            self.kind(start, end, "comment")
        elif text.startswith((b"<!", b"<?")):
            self.kind(start, end, "declaration" if text[:9].lower() == b"<!doctype" else "comment")
        else:
            self.kind(start, end, "tag")
            name = NAME.match(text).group(1).decode().lower()
            if text.startswith(b"</"):
                self.close(name, end)
            else:
                for value in VALUE.finditer(text):
                    span = value.span(1) if value.group(1) is not None else value.span(2)
                    if span[0] < span[1]:
                        self.kinds[-1:] = [
                            (start + span[0], "value"), (start + span[1], "tag"), self.kinds[-1]]
                self.open(name, start, end)

    def kind(self, start, end, kind):
        self.kinds += [(start, kind), (end, "text")]

    def note(self, offset):
        closable = [entry for entry in self.stack if entry[2]]
        top = self.stack[-1] if self.stack else None
        self.offsets.append(offset)
        self.states.append((
            len(self.stack), top and top[0], closable[-1][0] if closable else None,
            closable[-1][1] if closable else None))

    def open(self, name, start, end):
        if name in CLOSES_P:
            self.imply({"p"}, SCOPE, start)
        if name in SIBLINGS:
            self.imply(*SIBLINGS[name], start)
        if name not in VOID:
            # BeautifulSoup writes every end tag, so each element has one unless it is implied.
            self.stack.append((name, start, True))
            self.note(end)

    def imply(self, names, stops, start):
        for index in reversed(range(len(self.stack))):
            name = self.stack[index][0]
            if name in names:
                del self.stack[index:]
                self.note(start)
                return
            if name in stops:
                return

    def close(self, name, end):
        for index in reversed(range(len(self.stack))):
            if self.stack[index][0] == name:
                del self.stack[index:]
                self.note(end)
                return


def brackets_at(page, ends):
    """The open brackets behind each offset."""
    openers, stack, found, position = {41: 40, 93: 91, 125: 123}, [], [], 0
    for end in ends:
        for offset in range(position, end):
            byte = page[offset]
            if byte in b"([{":
                stack.append(offset)
            elif byte in openers:
                places = [i for i, place in enumerate(stack) if page[place] == openers[byte]]
                if places:
                    del stack[places[-1]:]
        position = end
        found.append((len(stack), stack[-1] if stack else None))
    return found


def count_labels(text, tokenizer):
    """The sums of every label over a text's tokens, and how many tokens have one."""
    page = text.encode()
    encoding = tokenizer.encode(text)
    pieces = [len(piece) for piece in encoding.tokens]  # Byte-level: a character is a byte.
    ends, total = [], 0
    for piece in pieces:
        total += piece
        ends.append(total)
    assert total == len(page), "the tokens are not the page"
    places, brackets = Page(page), brackets_at(page, ends)
    kind_offsets = [offset for offset, _ in places.kinds]
    sums = collections.defaultdict(float)
    closers = {40: 41, 91: 93, 123: 125}
    previous = None
    for index, end in enumerate(ends):
        depth, element, closes, opener = places.states[bisect.bisect_right(places.offsets, end) - 1]
        kind = places.kinds[bisect.bisect_right(kind_offsets, end) - 1][1]
        bracket_depth, bracket = brackets[index]
        start = ends[index - 1] if index else 0
        token = page[start:end].decode("utf-8", "replace")
        sums["html.depth"] += depth
        sums["html.tag=li"] += element == "li"
        sums["html.expects=a"] += closes == "a"
        sums["html.closes=p"] += bool(re.match(rb"</p[> \n]", page[end : end + 5], re.I))
        sums["html.inAttribute"] += kind == "value"
        sums["html.inTag"] += kind == "tag"
        sums["html.inText"] += kind == "text"
        sums["html.distance"] += index - bisect.bisect_right(ends, opener) if opener is not None else 0
        sums["bracket.depth"] += bracket_depth
        sums["bracket.open=("] += bracket is not None and page[bracket] == 40
        sums["bracket.distance"] += index - bisect.bisect_right(ends, bracket) if bracket is not None else 0
        if index + 1 < len(ends):
            sums["html.close"] += page[end : min(end + 2, ends[index + 1])] == b"</"
            sums["bracket.close"] += bracket is not None and page[end] == closers[page[bracket]]
        if previous is not None and len(token) > 2 and token.strip():
            sums["properNoun"] += token.strip()[0].isupper() and not previous.endswith((".", "!", "?", ":"))
        previous = token
    return {"tokens": len(ends), **sums}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("tokenizer")
    parser.add_argument("--golden", action="store_true")
    parser.add_argument("--pages", type=int)
    options = parser.parse_args()
    tokenizer = tokenizers.ByteLevelBPETokenizer(
        f"{options.tokenizer}/vocab.json", f"{options.tokenizer}/merges.txt")
    folder = pathlib.Path(options.folder)
    paths = sorted(folder.rglob("*.html"), key=lambda path: str(path.relative_to(folder)))
    if options.golden:
        paths = sorted(paths, key=lambda path: path.stat().st_size)[:6]
    results = []
    for path in paths[: options.pages]:
        text = corpora.wikipedia(path.read_bytes().decode("utf-8"))
        results.append({"page": str(path.relative_to(folder)), **count_labels(text, tokenizer)})
        print(path.name, file=sys.stderr)
    if options.golden:
        target = root / "Tests/Goldens/Harvest"
        target.mkdir(exist_ok=True)
        (target / "labels.json").write_text(json.dumps(results, indent=1) + "\n")
        (target / "provenance.json").write_text(json.dumps({
            "script": "scripts/oracles/labels.py",
            "peers": {"beautifulsoup4": bs4.__version__, "tokenizers": tokenizers.__version__,
                      "python": platform.python_version()},
            "seed": None, "date": datetime.date.today().isoformat()}, indent=1) + "\n")
    sums = collections.Counter()
    for result in results:
        sums.update({name: value for name, value in result.items() if name != "page"})
    print(json.dumps(sums, indent=1))


main()
