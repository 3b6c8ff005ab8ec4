#!/usr/bin/env python3
"""Writes Tests/Goldens/Corpora: what BeautifulSoup makes of hostile snippets and of real pages.

Pinned: beautifulsoup4 4.15.0, Python 3.11 (html.parser changes between Python's releases).
Usage: python scripts/oracles/corpora.py PAGES...      (the .html files of ../shared/data/html)

snippets.json holds each snippet with BeautifulSoup's text (null where it raises an exception);
pages.json holds of each page no text, but the length in bytes and the FNV-1a hash of its text.
"""
import datetime
import json
import pathlib
import platform
import sys
import warnings

import bs4
from bs4 import BeautifulSoup, Comment

GOLDENS = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Goldens" / "Corpora"

SNIPPETS = [
    "<html><head><title>A &amp; B</title></head><body><p>text</p></body></html>",
    "<html>\n<head>\n<meta charset='latin1'><title>t</title>\n</head>\n<body class=\"a  b\">x</body></html>",
    "<head><meta name=\"data-x\">\n\n<meta name=\"database\"><meta name=\"date\"></head><body> </body>",
    "<head></head><body><a title=T rel='a  b' id=i href=/wiki/X accesskey=' q  r '>x</a><img href=y></body>",
    "<head></head><body><a x='\"' y=\"'\" z=\"&quot;'\" w=a&amp;b v=<> u>.</a></body>",
    "<head></head><body><a b=1 A=2 b=3 B=4>last of two wins, names in order</a></body>",
    "<head></head><body><p>one<p>two<br></br><br/></br>three</p></div></body>",
    "<head></head><body> <br> </br> <br/> </br> </body>",
    "<head></head><body><pre>  \n  </pre><textarea> </textarea><p> \t </p><p> \n </p></body>",
    "<head></head><body>&nbsp;&copy &copyx &notit; &unknown; &lt;b&gt; &#65;&#x42;&#128;&#129;&#0;&#xD800;&#1114112; &a.b &</body>",
    "<head></head><body><i v=\"&nbsp;&copy &copyx &notit; &notin; &unknown; &#65;&#x42;&#128;&#129;&#1;&#0;&#xD800;\"></i></body>",
    "<head></head><body>a &#; b &#x; c <b>d</b></body>",
    "<head></head><body><script>if (a < b && c) { '<p>' }</script><style>p > a {}</style><p>&lt;</p></body>",
    "<head></head><body>before<script>never ends</body>",
    "<head></head><body><script/>a<style />b</body>",
    "<head></head><body><!-- c --><!----><!-- d --  >e<!f><!DOCTYPE x><?pi a?><![CDATA[ <x> ]]></ g></>h</body>",
    "<head></head><body><footer>one</footer><p>two</p><footer>three<style>s</style></footer></body>",
    "<head><title>t</title><body><p>a body within an open head</p></body>",
    "<body><head><title>t</title></head>a head within a body</body><head><title>u</title></head>",
    "<head></head><body><div =x==y z= 'q' \"w\" a='unclosed>text</div></body>",
    "<head></head><body><div a=\"b\"c='d'/e/ / f/>self</div></body>",
    "<head></head><body><DIV CLASS=x>A<Span>B</DIV>C</SPAN></body>",
    "<head></head><body>a < b <3 c <= d </ e> f</body>",
    "<head></head><body><x-y:z \u00c9=\u00c9 \u0130>\u00e9\u00a0</x-y:z></body>",
    "<head></head><body><svg viewBox=\"0 0 1 1\"><path d=\"M0\"/></svg><td headers=' a  b '>x</td></body>",
    "<head><meta http-equiv=Content-Type content='text/html; charset=x; y\ncharset=z'></head><body></body>",
    "<!DOCTYPE html>\n<html>\n\n<head>\n</head>\n\n<body>\n\n</body>\n\n</html>\n",
    "<head></head><body>\r\n<p>\r\n\u2003\x0b</p>\x00</body>",
    "<head></head><body>ends in a tag <a href='x",
    "<head></head><body>ends in a comment <!-- x",
    "<head></head><body>ends in a name &am",
    "<p>no head, no body</p>",
    "",
]


def clean_html(html):
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(
        lambda tag: tag.name == "meta" and tag.has_attr("name") and tag["name"].startswith("data")
    ):
        tag.decompose()
    for tag in soup.find_all():
        for name in ("class", "id", "rel", "title", "style"):
            if name in tag.attrs:
                tag[name] = ""
        if "href" in tag.attrs and tag.name in ("a", "link"):
            tag["href"] = "www.wikipedia.org"
    return str(soup)


def remove_footer(html):
    soup = BeautifulSoup(html, "html.parser")
    footer = soup.find("footer")
    if footer:
        footer.decompose()
    for tag in soup.find_all("style") + soup.find_all("script"):
        tag.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    body = soup.body.extract()
    head = soup.head.extract()
    return str(head) + "\n" + str(body)


def wikipedia(html):
    try:
        return remove_footer(clean_html(html))
    except AttributeError:
        return None


def fnv1a(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def page(path):
    text = wikipedia(path.read_bytes().decode("utf-8")).encode("utf-8")
    return {"file": f"{path.parent.name}/{path.name}", "bytes": len(text), "fnv1a": fnv1a(text)}


def write(name, value):
    text = json.dumps(value, indent=0, ensure_ascii=True) + "\n"
    (GOLDENS / name).write_text(text)


def main(paths):
    warnings.filterwarnings("ignore")
    write("snippets.json", [{"html": html, "wikipedia": wikipedia(html)} for html in SNIPPETS])
    if paths:
        write("pages.json", [page(pathlib.Path(path)) for path in sorted(paths)])
    write("provenance.json", {
        "script": "scripts/oracles/corpora.py",
        "peers": {"beautifulsoup4": bs4.__version__, "python": platform.python_version()},
        "seed": None,
        "date": datetime.date.today().isoformat(),
    })


if __name__ == "__main__":
    main(sys.argv[1:])
