"""Keep who changed what. Lines are only ever added; the database itself refuses anything else."""

import secrets
from datetime import datetime

from sqlalchemy import select

from bouclage.records import AuditLine
from bouclage.store import schema
from bouclage.store.link import Link

_AUDIT = schema.audit


class Audit:
    """The audit trail of one transaction: what is noted here stands or falls with what was done."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def note(self, now: datetime, *, by: str, action: str, about: str, detail: str | None = None) -> AuditLine:
        """Add a line and return it."""
        line = AuditLine(
            id=f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}", at=now, by=by, action=action, about=about, detail=detail
        )
        row = {"id": line.id, "at": now, "by": by, "action": action, "about": about, "detail": detail}
        self._link.insert_new(_AUDIT, [row])
        return line

    def lines(self, *, before: str | None = None, about: str | None = None, limit: int = 100) -> tuple[AuditLine, ...]:
        """Return the newest lines, or those before the line with id `before`."""
        statement = select(_AUDIT).order_by(_AUDIT.c.id.desc()).limit(limit)
        if before is not None:
            statement = statement.where(_AUDIT.c.id < before)
        if about is not None:
            statement = statement.where(_AUDIT.c.about == about)
        return tuple(
            AuditLine(id=row.id, at=row.at, by=row.by, action=row.action, about=row.about, detail=row.detail)
            for row in self._link.rows(statement)
        )
