"""Alarms as a mail to the operator: a subject and plain text."""

from collections.abc import Sequence

from bouclage.records import Alarm, AlarmKind
from bouclage.render.speech import speech

_AMOUNTS = {AlarmKind.SOURCE_SILENT: "hours", AlarmKind.REFUSED: "percent", AlarmKind.DEAD: "n"}


def alarm_mail(alarms: Sequence[Alarm], *, title: str, language: str) -> tuple[str, str]:
    """Return (subject, text) of a mail that tells these alarms in a language; `title` names the newsroom."""
    words = speech(language, "UTC").words.texts
    lines = [words[f"alarm_{alarm.kind}"].format(**_values(alarm)) for alarm in alarms]
    subject = words["alarm_subject"].format(title=title, n=len(alarms))
    told = "\n".join(f"- {line}" for line in lines)
    return subject, f"{words['alarm_head']}\n\n{told}\n\n{words['alarm_once']}\n"


def _values(alarm: Alarm) -> dict[str, object]:
    values: dict[str, object] = {"about": alarm.about, "detail": alarm.detail or "?"}
    if alarm.kind in _AMOUNTS:
        values[_AMOUNTS[alarm.kind]] = alarm.amount
    return values
