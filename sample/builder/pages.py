"""Full pages of a news site, furniture and all, in five designs that real content systems resemble."""

import json
from html import escape

from sample.builder.furniture import FURNITURE
from sample.builder.outlets import Outlet
from sample.builder.texts import Text

PAYWALL_SHOWS = 2  # blocks of a paywalled article that everybody sees


def article_page(text: Text, outlet: Outlet, others: list[Text]) -> str:
    """Return the page of one article; `others` fill the related and most-read boxes."""
    words = FURNITURE[text.language]
    blocks = text.blocks[:PAYWALL_SHOWS] if outlet.paywalled else text.blocks
    head, main = DESIGNS[outlet.design](text, outlet, _body(text, blocks, outlet), words)
    wall = f'<div class="paywall-box"><strong>{escape(words["paywall"])}</strong></div>' if outlet.paywalled else ""
    return _shell(text.language, outlet, head, main + wall, _after(words, others), words)


def front_page(outlet: Outlet, texts: list[Text]) -> str:
    """Return the outlet's front page, newest first."""
    words = FURNITURE[outlet.language]
    teasers = "\n".join(
        f'<article class="teaser"><h2><a href="{text.path}">{escape(text.headline)}</a></h2>'
        f"<p>{escape(text.lead)}</p></article>"
        for text in reversed(texts)
    )
    head = f"<title>{escape(outlet.name)}</title>"
    if outlet.channel in {"rss", "rss-full", "atom"}:
        kind = "atom" if outlet.channel == "atom" else "rss"
        head += f'\n<link rel="alternate" type="application/{kind}+xml" title="{escape(outlet.name)}" href="{outlet.listing}">'
    elif outlet.channel == "json":
        head += f'\n<link rel="alternate" type="application/feed+json" title="{escape(outlet.name)}" href="{outlet.listing}">'
    main = f'<main>\n<h1 class="visually-hidden">{escape(outlet.name)}</h1>\n{teasers}\n</main>'
    return _shell(outlet.language, outlet, head, main, _newsletter(words), words)


def long_date(text: Text, words: dict[str, object]) -> str:
    """Return the date as the page prints it: 8 septembre 2026."""
    month = str(words["months"]).split()[text.published.month - 1]
    dot = "." if text.language == "de" else ""
    return f"{text.published.day}{dot} {month} {text.published.year}"


def _body(text: Text, blocks: tuple[tuple[str, str], ...], outlet: Outlet) -> str:
    parts = []
    for index, (kind, words) in enumerate(blocks):
        shown = escape(words, quote=False)
        if index == len(blocks) - 1 and text.sign_off and not outlet.paywalled:
            shown += f" {escape(text.sign_off)}"
        if kind == "crosshead":
            parts.append(f'<h2 class="{_crosshead_class(outlet)}">{shown}</h2>')
        elif kind == "quote":
            parts.append(f"<blockquote><p>{shown}</p></blockquote>")
        else:
            parts.append(f"<p>{shown}</p>")
    return "\n".join(parts)


def _crosshead_class(outlet: Outlet) -> str:
    return {"classic": "article__subtitle", "graph": "wp-block-heading", "overline": "crosshead"}.get(
        outlet.design, "inter"
    )


def _lead(text: Text) -> str:
    prefix = f"{text.dateline} – " if text.dateline else ""
    return escape(prefix + text.lead, quote=False)


def _json_ld(text: Text, outlet: Outlet, *, graph: bool) -> str:
    article = {
        "@type": "NewsArticle",
        "headline": text.headline,
        "description": text.lead,
        "datePublished": text.published.isoformat(),
        "dateModified": (text.updated or text.published).isoformat(),
        "inLanguage": text.language,
        "articleSection": text.section,
        "mainEntityOfPage": text.url,
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name},
    }
    if text.byline:
        article["author"] = [{"@type": "Person", "name": text.byline}]
    if outlet.paywalled:
        article["isAccessibleForFree"] = False
        article["hasPart"] = {
            "@type": "WebPageElement",
            "isAccessibleForFree": False,
            "cssSelector": ".paywall-box",
        }
    if graph:
        data: dict[str, object] = {
            "@context": "https://schema.org",
            "@graph": [{"@type": "WebSite", "name": outlet.name}, article],
        }
    else:
        data = {"@context": "https://schema.org", **article}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'.replace("</p", "<\\/p")


def _meta(text: Text, outlet: Outlet) -> str:
    return (
        f"<title>{escape(text.headline)} - {escape(outlet.name)}</title>\n"
        f'<meta name="description" content="{escape(text.lead)}">\n'
        f'<meta property="og:title" content="{escape(text.headline)}">\n'
        f'<meta property="og:type" content="article">\n<meta property="og:site_name" content="{escape(outlet.name)}">\n'
        f'<link rel="canonical" href="{text.url}">'
    )


def _figure(text: Text, *, credit_class: str) -> str:
    if not text.photo_caption:
        return ""
    credit = f'<span class="{credit_class}">{escape(text.photo_credit)}</span>' if text.photo_credit else ""
    return (
        f'<figure class="article-media"><img src="/photos/{text.item}.jpg" alt="" width="800" height="450">'
        f"<figcaption>{escape(text.photo_caption)} {credit}</figcaption></figure>"
    )


def _classic(text: Text, outlet: Outlet, body: str, words: dict[str, object]) -> tuple[str, str]:
    kicker = f'<p class="article__kicker">{escape(text.kicker)}</p>' if text.kicker else ""
    byline = f'<span class="article__author">{escape(text.byline)}</span>' if text.byline else ""
    main = (
        f'<main><article class="article">\n<header>{kicker}\n<h1 class="article__title">{escape(text.headline)}</h1>\n'
        f'<p class="article__lead">{_lead(text)}</p>\n<div class="article__meta">{byline} '
        f'<time datetime="{text.published.isoformat()}">{long_date(text, words)}</time></div></header>\n'
        f'{_figure(text, credit_class="article__credit")}\n<div class="article__body">\n{body}\n</div>\n</article></main>'
    )
    return _meta(text, outlet) + "\n" + _json_ld(text, outlet, graph=False), main


def _graph(text: Text, outlet: Outlet, body: str, words: dict[str, object]) -> tuple[str, str]:
    kicker = f'<div class="entry-kicker">{escape(text.kicker)}</div>' if text.kicker else ""
    byline = (
        f'<span class="byline">{words["by"]} <a rel="author" href="/autor">{escape(text.byline)}</a></span>'
        if text.byline
        else ""
    )
    main = (
        f'<div id="content"><article class="post type-post"><header class="entry-header">{kicker}'
        f'<h1 class="entry-title">{escape(text.headline)}</h1>{byline} <time class="entry-date" datetime="{text.published.isoformat()}">'
        f"{long_date(text, words)}</time></header>\n{_figure(text, credit_class='wp-caption-credit')}\n"
        f'<div class="entry-content">\n<p class="intro"><strong>{_lead(text)}</strong></p>\n{body}\n</div></article></div>'
    )
    return _meta(text, outlet) + "\n" + _json_ld(text, outlet, graph=True), main


def _overline(text: Text, outlet: Outlet, body: str, words: dict[str, object]) -> tuple[str, str]:
    kicker = f'<span class="headline__overline">{escape(text.kicker)}</span> ' if text.kicker else ""
    byline = f'<p class="autor">{words["by"]} {escape(text.byline)}</p>' if text.byline else ""
    head = (
        _meta(text, outlet)
        + f'\n<meta property="article:published_time" content="{text.published.isoformat()}">'
        + (f'\n<meta name="author" content="{escape(text.byline)}">' if text.byline else "")
        + (_json_ld(text, outlet, graph=False) if outlet.paywalled else "")
    )
    main = (
        f'<main role="main"><article><h1 class="headline">{kicker}<span class="headline__title">{escape(text.headline)}</span></h1>\n'
        f'<p class="vorspann">{_lead(text)}</p>\n{byline}\n{_figure(text, credit_class="figure__copyright")}\n'
        f'<section class="artikeltext">\n{body}\n</section></article></main>'
    )
    return head, main


def _micro(text: Text, outlet: Outlet, body: str, words: dict[str, object]) -> tuple[str, str]:
    byline = f'<span itemprop="author">{escape(text.byline)}</span>' if text.byline else ""
    kicker = f'<span class="surtitre">{escape(text.kicker)}</span>' if text.kicker else ""
    main = (
        f'<div itemscope itemtype="https://schema.org/NewsArticle">{kicker}<h1 itemprop="headline">{escape(text.headline)}</h1>\n'
        f'<p class="chapo" itemprop="description">{_lead(text)}</p>\n<p class="infos">{byline} {words["published"]} '
        f'<time itemprop="datePublished" datetime="{text.published.isoformat()}">{long_date(text, words)}</time></p>\n'
        f'{_figure(text, credit_class="credit")}\n<div itemprop="articleBody">\n{body}\n</div></div>'
    )
    return _meta(text, outlet), main


def _soup(text: Text, outlet: Outlet, body: str, words: dict[str, object]) -> tuple[str, str]:
    byline = f"<p><i>{escape(text.byline)}</i></p>" if text.byline else ""
    clock = f"{text.published:%H.%M}" if text.language == "de" else f"{text.published:%Hh%M}"
    main = (
        f'<div id="wrap"><div class="col1"><h1>{escape(text.headline)}</h1>\n<p class="date">{words["published"]} '
        f"{long_date(text, words)}, {clock}</p>\n<p><b>{_lead(text)}</b></p>\n{byline}\n{_figure(text, credit_class='src')}\n{body}\n</div></div>"
    )
    head = _meta(text, outlet) + f'\n<meta property="article:published_time" content="{text.published.isoformat()}">'
    return head, main


DESIGNS = {"classic": _classic, "graph": _graph, "overline": _overline, "micro": _micro, "soup": _soup}


def _newsletter(words: dict[str, object]) -> str:
    return (
        f'<section class="newsletter-box"><h3>{words["stay"]}</h3><p>{words["newsletter"]}</p><form action="/newsletter">'
        f'<input type="email" placeholder="{words["mail"]}"><button>{words["subscribe"]}</button></form></section>'
    )


def _after(words: dict[str, object], others: list[Text]) -> str:
    links = "".join(
        f'<li><a href="{text.path}"><span class="kicker">{escape(text.kicker or text.section.title())}</span> '
        f"{escape(text.headline)}</a></li>"
        for text in others
    )
    return (
        f'<div class="share-bar"><span>{words["share"]}</span> <a href="#">Facebook</a> <a href="#">WhatsApp</a> <a href="#">{words["copy"]}</a></div>\n'
        f'<aside class="related"><h3>{words["related"]}</h3><ul>{links}</ul></aside>\n{_newsletter(words)}\n'
        f'<section id="comments"><h3>{words["comments"]}</h3><p>{words["comment"]}</p></section>'
    )


def _shell(language: str, outlet: Outlet, head: str, main: str, after: str, words: dict[str, object]) -> str:
    nav = "".join(f'<li><a href="/#{index}">{entry}</a></li>' for index, entry in enumerate(words["nav"]))  # type: ignore[arg-type]
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n{head}\n</head>\n<body>\n'
        f'<div class="cookie-banner"><p>{words["cookies"]}</p><button>{words["accept"]}</button></div>\n'
        f'<header class="site-header"><a href="/" class="logo">{escape(outlet.name)}</a><nav><ul>{nav}</ul></nav>'
        f'<div class="weather-widget">{words["weather"]}</div></header>\n{main}\n{after}\n'
        f'<footer><p>© 2026 {escape(outlet.name)}. {words["rights"]}.</p><p><a href="/imprint">{words["imprint"]}</a></p></footer>\n'
        "</body>\n</html>\n"
    )
