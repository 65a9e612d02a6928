"""How the process is watched over."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingConfig:
    """Logs, figures, and when the operator is written to."""

    log: str = "text"  # text | json: one object a line, with stable keys
    log_level: str = "info"  # debug | info | warning | error
    metrics_port: int = 0  # Prometheus figures at this port's /metrics; 0 = none
    metrics_host: str = "127.0.0.1"  # they are for the operator: not on a public address
    alarm_address: str | None = None  # who is written to when something is wrong; None = nobody
    silent_hours: float = 24.0  # a source silent for longer is told of
    refused_share: float = 0.05  # an edition of which more than this share was refused is told of

    def __post_init__(self) -> None:
        if self.log not in {"text", "json"}:
            raise ValueError(f"log is text or json, not {self.log!r}")
        if self.log_level not in {"debug", "info", "warning", "error"}:
            raise ValueError(f"log_level is debug, info, warning or error, not {self.log_level!r}")
        if not 0 <= self.metrics_port < 65536:
            raise ValueError(f"metrics_port is out of range: {self.metrics_port}")
