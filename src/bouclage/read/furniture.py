"""Lines that stand in an article's column and are none of it: "Lire aussi", "Partager", cookie and newsletter boxes."""

import re

_STARTS = re.compile(
    r"^(?:[»›>→•▶►+*–—|\-\s]*)(?:"
    # related
    r"lire aussi|à lire(?: aussi| également)?\b|lisez aussi|lire (?:également|la suite)|voir aussi|"
    r"à voir aussi|sur le même sujet|"
    r"dans la même rubrique|notre dossier|plus d['’]articles|les plus lus|articles? liés?|"
    r"lesen sie (?:auch|mehr|dazu|hier)|lies auch|mehr (?:zum thema|dazu|lesen|aus|news)|das könnte (?:sie|"
    r"dich) auch|auch interessant|weiterlesen|"
    r"meistgelesen|zum thema\b|siehe auch|passend dazu|"
    r"leggi anche|leggi tutto|ti potrebbe interessare|potrebbe interessarti|per approfondire|vedi anche|"
    r"articoli correlati|i più letti|"
    r"read (?:more|also|next|on)\b|see also|related(?: articles?| stories| topics| coverage| links)?:?$|"
    r"related:|more on this|more from\b|more stories|"
    r"most (?:read|popular)|you (?:may|might) also like|recommended(?: for you)?:?$|don['’]t miss|also read|"
    r"watch:|listen:|"
    r"lea también|le puede interesar|leia também|lees ook|läs (?:mer|också)|les også|læs også|czytaj (?:też|także)|"
    # share, print, comment
    r"partager\b|partagez|imprimer$|envoyer par|teilen\b|artikel (?:teilen|drucken|merken|anhören)|drucken$|"
    r"kommentare?\b|condividi|stampa$|"
    r"share (?:this|on|via|the)?\b.{0,40}$|share:?$|print(?: this)?(?: article| page)?$|email(?: this)?$|"
    r"tweet$|comments?(?: \(\d+\))?$|commentaires?\b.{0,20}$|commenti$|"
    r"folge?n? sie uns|suivez[- ]nous|seguici|follow us|follow @|folgen$|"
    # letters, subscriptions, cookies
    r"restez informé|inscrivez[- ]vous|abonnez[- ]vous|recevez (?:chaque|notre|toute|nos)|newsletter\b|(?:zum|"
    r"unser|jetzt).{0,30}newsletter|iscriviti|rimani aggiornat|resta aggiornat|"
    r"sign up (?:for|to|here)|subscribe\b|stay informed|get (?:our|the) .{0,40}(?:newsletter|inbox)|"
    r"bleiben sie informiert|jetzt (?:abonnieren|anmelden|registrieren|testen)|"
    r"nous utilisons des cookies|ce site utilise|wir verwenden cookies|diese (?:web)?seite (?:verwendet|"
    r"nutzt) cookies|utilizziamo i cookie|questo sito (?:utilizza|usa)|"
    r"we use cookies|this (?:web)?site uses cookies|tout accepter|alle akzeptieren|accept all|accetta tutt|gérer mes|"
    # rights, ads, media, weather
    r"(?:©|\(c\)|copyright\b)|tous droits réservés|alle rechte vorbehalten|tutti i diritti riservati|"
    r"all rights reserved|"
    r"publicité$|anzeige$|werbung$|pubblicità$|advertisement|advertising$|story continues below|"
    r"continue reading|article continues|sponsored|"
    r"écouter (?:l['’]article|cet article)|jetzt anhören|ascolta l['’]articolo|listen to this|"
    r"temps de lecture|lesezeit|tempo di lettura|\d+ min(?:uten|utes|uti)? (?:read|lesezeit|de lecture)|"
    r"météo\b.{0,30}\d|wetter\b.{0,30}\d|meteo\b.{0,30}\d|"
    r"(?:photo|foto|bild|image|picture|video|vidéo)s?\s*(?:\d+\s*(?:/|sur|von|of|di)\s*\d+|:.{0,80}$)|"
    r"(?:check out|see|find) more of .{3,80}newsletter|"
    r"(?:our|this) (?:web)?site is (?:the|your) (?:place|destination|home)\b|"
    r"our standards: the|ad ?block(?:er)? users:|you have full access to this article|"
    r"support (?:local|our|independent) journalism|(?:write to|contact) .{3,60} at \S+@|"
    r"(?:follow|like) .{2,50} on (?:facebook|twitter|instagram|youtube|x)\b|like this (?:story|article)\?|"
    r"hat ihnen dieser artikel gefallen|die redaktion empfiehlt|cet article vous a plu|"
    r"vous avez aimé|ti è piaciuto|did you (?:like|enjoy) this|"
    r"(?:back to top|nach oben|haut de page|torna su|startseite|accueil|homepage)$"
    r")",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"^(?:\d{1,2}[:.h]\d{2}(?:\s*uhr)?|facebook|twitter|x|whatsapp|linkedin|e-?mail|pinterest|reddit|telegram|"
    r"xing|instagram|pocket|flipboard|"
    r"copy link|link kopieren|copier le lien|copia link|print|save|merken|tags?:?|mots[- ]clés.*|"
    r"schlagwörter.*|stichwörter.*|themen:?.*|keywords:?.*|topics:?.*|"
    r"about the author|à propos de l['’]auteur|über den autor.*|sull['’]autore|contact us|kontakt|contact|feedback|"
    r"ad|\+|-|\||·|•|loading\W*|…|\.\.\.|\*+|_+|#+|\d+)$",
    re.IGNORECASE,
)
# A heading that opens the page's end matter: nothing after it is the article.
_CLOSES = re.compile(
    r"^(?:lire aussi|à lire aussi|sur le même sujet|articles? liés?|les plus lus|"
    r"commentaires?(?:\s*\(?\d*\)?)?|restez informé.*|newsletters?|"
    r"mehr zum thema|auch interessant|meistgelesen.*|kommentare?(?:\s*\(?\d*\)?)?|"
    r"das könnte sie auch interessieren|weitere (?:artikel|meldungen|informationen|themen)|"
    r"(?:audio|video)s?(?: und (?:audio|video)s?)? zum thema|zum thema|"
    r"leggi anche|articoli correlati|i più letti|commenti(?:\s*\(?\d*\)?)?|potrebbe interessarti.*|"
    r"related(?: articles?| stories| content| news| posts| topics| coverage)?|more stories|more from.{0,40}|"
    r"most (?:read|popular)|recommended(?: for you)?|comments?(?:\s*\(?\d*\)?)?|leave a (?:reply|comment)|"
    r"you (?:may|might) also like|read next|read more|stay informed|trending(?: now)?|météo|wetter|meteo|"
    r"weather|bleiben sie informiert|rimani? informat[oi].*|"
    r"about the author|share this.{0,30}|sources?|tags?|topics?)\s*:?$",
    re.IGNORECASE,
)


def is_furniture(line: str) -> bool:
    """Whether a line of an article's column is page furniture; only short lines can be."""
    if len(line) > 260:
        return False
    if line.count(" | ") > 1 and len(line) < 160 and line[-1:] not in ".!?":
        return True  # a line of facts set apart by bars: programme, date, time
    return bool(_WHOLE.match(line) or _STARTS.match(line))


def closes_article(line: str) -> bool:
    """Whether a heading opens what follows the article."""
    return len(line) < 60 and bool(_CLOSES.match(line))


_DAY = re.compile(
    r"\b\d{1,2}[./]\s?\d{1,2}[./]\s?(?:20)?\d{2}\b|\b20\d{2}\b|\b\d{1,2}[:.h]\d{2}\b|\b(?:ago|il y a|vor \d+|fa)\b",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"^(?:publi(?:shed|é|ée|cato|sert|cado|ceret)|veröffentlicht|aktualisiert|erstellt|stand\s?:|akt\.?\s?:|"
    r"(?:last )?updated?\b|mis à jour|modifi(?:é|cato)|aggiornato|"
    r"oppdatert|uppdaterad|posted|first published|dernière mise|\w{3,9} \d{1,2}, 20\d{2}\b.{0,30}$|"
    r"\d{1,2}\.\s?\w{3,9}\.? 20\d{2}\b.{0,30}$)",
    re.IGNORECASE,
)
_WRITER = re.compile(
    r"^(?:von|par|di|by|av|door|por|text\s?:)\s+(?:[A-ZÀ-Þ][\w.'’-]+|de|von|van|und|et|and|e|&|"
    r",)(?:[\s,]+(?:[A-ZÀ-Þ][\w.'’-]+|de|von|van|und|et|and|e|&)){0,8}\.?$",
    re.IGNORECASE,
)


def is_stamp(line: str) -> bool:
    """Whether a short line says nothing but when an article came out and when it was changed."""
    return len(line) < 70 and line.rstrip()[-1:] not in ".!?»”" and len(_DAY.findall(line)) > 1


def is_head_matter(line: str) -> bool:
    """Whether a short line is the date line or the byline that stands above an article."""
    if len(line) > 120:
        return False
    if _STAMP.match(line) or (_WRITER.match(line) and len(line) < 80):
        return True
    return len(line) < 70 and bool(_DAY.search(line)) and line.rstrip()[-1:] not in ".!?»”"
