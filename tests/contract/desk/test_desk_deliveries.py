"""What the desk tells of a sending: every state, what bounced, who left, and the share that was taken."""

import httpx
from desk_samples import Desk
from tests.builders import an_edition

from bouclage.records import Delivery, DeliveryState, Ledger


async def test_an_editions_sending_is_told_with_its_share(desk: Desk, editor: httpx.AsyncClient) -> None:
    """Three of four were accepted: the row says so in figures and as a bar that a screen reader has words for."""
    edition = an_edition()
    rows = [
        Delivery(
            edition="evening", day=edition.day, subscriber_id=str(n), address=f"r{n}@d.example", message_id=f"<{n}@d>",
            state=DeliveryState.REFUSED if n == 3 else DeliveryState.ACCEPTED, changed=edition.closed,
        )
        for n in range(4)
    ]  # fmt: skip
    with desk.store.begin() as tx:
        tx.editions.close(edition, Ledger(name="evening", day=edition.day, entries=()))
        tx.deliveries.plan("evening", edition.day, rows)
    page = (await editor.get("/desk/deliveries")).text
    row = page[page.index(f"{edition.day}</a>") :].partition("</tr>")[0]
    assert '<meter min="0" max="4" value="3" aria-label="' in row
    cells = [cell.partition("<")[0] for cell in row.split('<td class="n">')[1:]]
    assert cells == ["0", "0", "3", "0", "1", "0", "0", "0"]
    assert "r3@d.example" in page
