"""What a walk has sent already, though its state does not say so.

What is stored at the desk stays, and the state of the turn that stored it may not: it could not be saved, the
answer could not be said, or another replica was quicker with another turn of the same person. So before what
was given is dropped or changed, the desk is asked whether it is there.
"""

from dialogs.walk import Purpose, Walk
from sessions.desk import Desk
from sessions.refusals import NoSuchRequest
from sessions.request import Request, State


async def sent_already(desk: Desk, walk: Walk) -> Request | None:
    """The request, if what this walk would send is in it. Read only once the walk has been at its check."""
    if not all(walk.draft.has(field) for field in walk.fields):
        return None
    try:
        request = await desk.find(walk.lro.id, walk.reference)
    except NoSuchRequest:
        return None
    if walk.purpose is Purpose.REQUEST:
        return request
    is_theirs = request.state is State.OPEN and desk.has_times(request, walk.draft.availability)
    return request if is_theirs else None
