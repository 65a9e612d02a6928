"""The desk's style sheet and script."""

from fastapi import Request, Response

from bouclage.web.desk.pages import KINDS, static, tag


def static_file(request: Request) -> Response:
    """Give one of the desk's files; under an address with its hash it may be kept for ever."""
    name = str(request.path_params["name"])
    if name not in KINDS:
        return Response(status_code=404)
    kept = "public, max-age=31536000, immutable" if request.query_params.get("v") == tag(name) else "no-cache"
    return Response(static(name), headers={"Content-Type": KINDS[name], "Cache-Control": kept})
