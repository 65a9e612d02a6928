"""Which pieces of a page are its body: the rules one by one."""

import pytest

from bouclage.read.body import agree, blocks, choose, tidy
from bouclage.read.boxes import boxed
from bouclage.read.markup import Walk, parse, walk
from bouclage.records import BlockKind

LONG = [
    f"Absatz {word}: Die Gemeinde sperrt die Strasse über den Pass für drei Wochen, damit die Felswand gesichert wird."
    for word in ("eins", "zwei", "drei", "vier", "fünf", "sechs")
]


def walked(html: str) -> Walk:
    """Walk a body's markup."""
    tree = parse(f"<html><body>{html}</body></html>")
    assert tree.body is not None
    return walk(tree.body)


def paragraphs(*texts: str) -> str:
    """Markup of paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts)


def texts(html: str) -> list[str]:
    """Texts left after choosing and tidying."""
    page = walked(html)
    return [piece.text for piece in tidy(choose(page).pieces)]


def test_the_way_down_ends_where_the_text_parts() -> None:
    """Without any name to go by, the body is the element below which no child holds most of the text."""
    html = (
        f"<div><div><p>{LONG[0][:90]}</p></div>"
        f"<div><div>{paragraphs(*LONG[:2])}</div><div>{paragraphs(*LONG[2:4])}</div></div></div>"
    )
    assert texts(html) == LONG[:4]


def test_the_way_down_passes_short_neighbours() -> None:
    """Short texts beside the column are not in the body."""
    html = f"<div><div><p>Ein kurzer Satz am Rand.</p></div><div>{paragraphs(*LONG)}</div></div>"
    assert texts(html) == LONG


def test_no_text_has_no_body() -> None:
    """A page of links has no body and no container."""
    assert choose(walked("<ul><li><a href='/a'>Eins</a></li><li><a href='/b'>Zwei</a></li></ul>")).container is None


def test_a_closing_heading_ends_the_article() -> None:
    """What follows "Auch interessant" in another element is not the article."""
    html = f"<div>{paragraphs(*LONG)}<h3>Auch interessant</h3><div><p>Teaser: {LONG[0]}</p></div></div>"
    assert texts(html) == LONG


def test_a_closing_heading_amid_the_text_is_only_left_out() -> None:
    """Where paragraphs go on in the same element, the heading announced a box between them."""
    html = f"<div>{paragraphs(*LONG[:4])}<h3>Auch interessant</h3>{paragraphs(*LONG[4:])}</div>"
    assert texts(html) == LONG


def test_page_and_data_agree() -> None:
    """A paragraph the page's own data do not have is left out where they agree on the rest; headings stay."""
    page = walked(
        f"<div>{paragraphs(*LONG[:2])}<h2>Zwischentitel</h2>{paragraphs(*LONG[2:], 'Nur auf der Seite.')}</div>"
    )
    kept = agree(page.pieces, " ".join(LONG))
    assert [piece.text for piece in kept] == [*LONG[:2], "Zwischentitel", *LONG[2:]]


def test_page_and_data_that_disagree_leave_the_page_alone() -> None:
    """Data that tell another text, or a part of it, take nothing away."""
    page = walked(f"<div>{paragraphs(*LONG)}</div>")
    assert agree(page.pieces, "Etwas ganz anderes steht in den Daten der Seite, und zwar viel kürzer.") == page.pieces
    assert agree(page.pieces, LONG[0]) == page.pieces


def test_what_layout_prints_twice_is_kept_once() -> None:
    """A paragraph repeated at once is layout; one that comes back far below is text."""
    near = walked(paragraphs(LONG[0], LONG[0], *LONG[1:]))
    far = walked(paragraphs(*LONG, LONG[0]))
    assert len(blocks(near.pieces)) == len(LONG)
    assert len(blocks(far.pieces)) == len(LONG) + 1


def test_a_style_only_short_lines_have_is_the_crossheads() -> None:
    """Lines of a class of their own between paragraphs are crossheads, though not marked up as headings."""
    lines = [f"<p class='inter'>{line}</p>" for line in ("Vor dem Winter", "Nach dem Winter")]
    html = paragraphs(LONG[0]) + lines[0] + paragraphs(LONG[1]) + lines[1] + paragraphs(LONG[2])
    found = [block.text for block in blocks(walked(html).pieces) if block.kind is BlockKind.CROSSHEAD]
    assert found == ["Vor dem Winter", "Nach dem Winter"]


def test_a_table_is_read_row_by_row() -> None:
    """The cells of a row stand on one line."""
    rows = "<tr><th>Kanton</th><th>Ja</th></tr><tr><td>Wallis</td><td>54 Prozent</td></tr>"
    found = walked(f"{paragraphs(*LONG)}<table>{rows}</table>").pieces
    assert [piece.text for piece in found][-2:] == ["Kanton Ja", "Wallis 54 Prozent"]


@pytest.mark.parametrize(
    "box",
    [
        "<div><h3>Unser Abendbrief</h3><p>Jetzt anmelden und nichts verpassen.</p><ul><li>Jeden Abend</li></ul></div>",
        "<div class='x'>"
        + "<div><h3><a href='/t'>Der Tunnel öffnet wieder</a></h3><p>Ab Montag.</p></div>" * 3
        + "</div>",
    ],
)
def test_boxes_in_the_column_are_left_out(box: str) -> None:
    """A call to subscribe and a row of teasers take their whole box with them, no paragraph of the text."""
    page = walked(f"<div>{paragraphs(*LONG[:3])}{box}{paragraphs(*LONG[3:])}</div>")
    outside = boxed(page.pieces, choose(page).container)
    assert [piece.text for piece in page.pieces if piece.row not in outside] == LONG


def test_a_call_in_a_paragraph_of_the_text_takes_nothing() -> None:
    """A line that calls for something straight in the column has no box to take."""
    page = walked(f"<div>{paragraphs(*LONG, 'Jetzt anmelden.')}</div>")
    assert boxed(page.pieces, choose(page).container) == set()


def test_a_wrapper_named_after_the_sidebar_is_no_sidebar() -> None:
    """Parts of a layout that holds the text are text, whatever they are called."""
    html = f"<div class='sidebar-grid'><div class='sidebar-grid__part'>{paragraphs(*LONG[:3])}</div>"
    html += f"<div class='sidebar-grid__part'>{paragraphs(*LONG[3:])}</div></div>"
    assert [piece.text for piece in walked(html).pieces] == LONG


def test_a_linked_topic_in_a_sentence_stays() -> None:
    """A word linked to its topic's page is part of its sentence, though its class says "keyword" or "tag"."""
    html = "<p>Die Regierung von <a class='tag' href='/t'>Obervaz</a> hat am Montag entschieden.</p>"
    assert walked(html).pieces[0].text == "Die Regierung von Obervaz hat am Montag entschieden."
