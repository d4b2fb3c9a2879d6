"""Text as HTML that neither a browser nor a Markdown reader takes for anything but text."""

from html import escape

# A blank line ends an HTML block in Markdown and lets what follows be read as Markdown; a numeric reference does not.
_LINE_ENDS = {ord(character): f"&#{ord(character)};" for character in "\n\r\t"}
_NO_NULS = {0: "\N{REPLACEMENT CHARACTER}"}


def text(plain: str) -> str:
    """The text, escaped, on one line: its line ends are numeric references, so that a browser shows it as it was.

    >>> text('5 < 6 & "x"')
    '5 &lt; 6 &amp; &quot;x&quot;'
    """
    return escape(plain.translate(_NO_NULS)).translate(_LINE_ENDS)


def element(name: str, inner: str, **attributes: str | None) -> str:
    """An element around HTML that is already safe; attribute values are escaped, those that are None left out.

    In an attribute's name a trailing underscore is dropped, another one is a hyphen.

    >>> element("a", "x", class_="cite", aria_label="source 1", title=None)
    '<a class="cite" aria-label="source 1">x</a>'
    """
    names = {key: key.rstrip("_").replace("_", "-") for key in attributes}
    written = "".join(f' {names[key]}="{text(value)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{written}>{inner}</{name}>"
