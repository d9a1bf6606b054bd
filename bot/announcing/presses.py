"""A button of organisers' cards was pressed: an invoke, answered with the card's new face."""

from dataclasses import dataclass

from microsoft_teams.cards import AdaptiveCard
from pydantic import JsonValue

from bot.activities.incoming import Incoming
from bot.announcing.faces import AnnouncingFaces
from bot.people.rights import Rights
from cards import notes
from cards import texts as all_texts
from cards.announcing import texts
from cards.announcing.forms import typed_in
from cards.announcing.payloads import (
    Delete,
    Edit,
    Filled,
    Form,
    Known,
    ListThem,
    OpenForm,
    Outdated,
    Pause,
    PlanOnce,
    PlanRepeat,
    Resume,
    SendNow,
    Show,
    parse_announcing,
)
from cards.announcing.preview import sure_to_delete
from dialogs.parts import Bell
from sessions.announcing.board import Board
from sessions.announcing.model import Announcement, Content
from sessions.announcing.reading import Unusable, read_content, read_once, read_repeat
from sessions.announcing.refusals import ChangedMeanwhile, NoSuchAnnouncement
from sessions.announcing.rules import Plan, Repeat
from sessions.refusals import Refused

_FORMS: dict[type[Filled], Form] = {Edit: "edit", PlanOnce: "once", PlanRepeat: "repeat"}


@dataclass(frozen=True, slots=True)
class AnnouncingPresses:
    board: Board
    rights: Rights
    faces: AnnouncingFaces
    bell: Bell

    async def on_executed(self, incoming: Incoming, verb: str, data: JsonValue) -> AdaptiveCard:
        """Do it, if an organiser asks for it; the card says what was done, or why not."""
        if not self.rights.is_organiser(incoming.person):
            return notes.note(all_texts.organisers_only(self.faces.region))
        wanted = parse_announcing(verb, data)
        try:
            if isinstance(wanted, Outdated):
                return await self._outdated(incoming, wanted)
            return await self._known(incoming, wanted)
        except NoSuchAnnouncement:
            return await self.faces.listing(trouble=texts.GONE)

    async def _outdated(self, incoming: Incoming, wanted: Outdated) -> AdaptiveCard:
        """A new card in the place of one that is too old: of the announcement it was about, or of all."""
        if not wanted.id:
            return await self.faces.listing(trouble=texts.OUTDATED)
        announcement = await self.board.find(wanted.id)
        return await self.faces.preview(announcement, incoming.reach.bot_id, trouble=texts.OUTDATED)

    async def _known(self, incoming: Incoming, wanted: Known) -> AdaptiveCard:
        match wanted:
            case ListThem(skip=skip):
                return await self.faces.listing(skip)
            case Show(id=id_):
                return await self.faces.preview(await self.board.find(id_), incoming.reach.bot_id)
            case OpenForm(id=id_, form=form):
                return self.faces.form(form, await self.board.find(id_))
            case Edit() | PlanOnce() | PlanRepeat():
                return await self._filled(incoming, wanted)
            case Delete():
                return await self._delete(wanted)
            case SendNow() | Pause() | Resume():
                return await self._deed(incoming, wanted)

    async def _filled(self, incoming: Incoming, wanted: Filled) -> AdaptiveCard:
        """A form sent off. What is wrong with it, or stands in its way, is said on it; nothing is lost."""
        announcement = await self.board.find(wanted.id)
        form, seen = _FORMS[type(wanted)], wanted.revision
        try:
            answer = self._read(wanted, announcement)
        except Unusable as unusable:
            problems = [texts.problem_sentence(problem) for problem in unusable.problems]
            return self.faces.form(form, announcement, typed=typed_in(wanted), problems=problems)
        try:
            if isinstance(answer, Content):
                changed = await self.board.edit(wanted.id, incoming.person, answer, seen=seen)
                done = texts.SAVED
            else:
                changed = await self.board.plan(wanted.id, incoming.person, answer, seen=seen)
                done = texts.standing(changed, self.faces.region)
        except NoSuchAnnouncement:
            raise
        except ChangedMeanwhile as changed_meanwhile:
            now, problems = changed_meanwhile.announcement, [texts.CHANGED_MEANWHILE]
            return self.faces.form(form, now, typed=typed_in(wanted), problems=problems)
        except Refused as refused:
            problems = [texts.refusal_sentence(refused, self.faces.region)]
            return self.faces.form(form, announcement, typed=typed_in(wanted), problems=problems)
        self.bell.ring()
        return await self.faces.preview(changed, incoming.reach.bot_id, done=done)

    def _read(self, wanted: Filled, announcement: Announcement) -> Content | Plan:
        """Raises Unusable."""
        region, now, before = self.faces.region, self.board.now(), announcement.plan
        match wanted:
            case Edit():
                show_held = wanted.show_held == "true"
                return read_content(wanted.title, wanted.text, wanted.contact, show_held=show_held)
            case PlanOnce():
                return read_once(wanted.day, wanted.at, region=region, now=now)
            case PlanRepeat():
                before = before if isinstance(before, Repeat) else None
                return read_repeat(
                    wanted.how, wanted.weekday, wanted.at, region=region, now=now, before=before
                )

    async def _delete(self, wanted: Delete) -> AdaptiveCard:
        announcement = await self.board.find(wanted.id)
        if not wanted.sure:
            return sure_to_delete(announcement, region=self.faces.region)
        try:
            await self.board.delete(wanted.id, seen=wanted.revision)
        except ChangedMeanwhile as changed:
            return sure_to_delete(changed.announcement, region=self.faces.region, trouble=texts.CHANGED)
        return await self.faces.listing(done=texts.DELETED)

    async def _deed(self, incoming: Incoming, wanted: SendNow | Pause | Resume) -> AdaptiveCard:
        """Pressed twice it is done once, and answered alike; on a card that is out of date it is not done."""
        done = trouble = ""
        try:
            announcement, done = await self._do(incoming, wanted)
        except NoSuchAnnouncement:
            raise
        except Refused as refused:
            trouble = texts.refusal_sentence(refused, self.faces.region)
            announcement = await self.board.find(wanted.id)
        if wanted.listed:
            return await self.faces.listing(done=done, trouble=trouble)
        return await self.faces.preview(announcement, incoming.reach.bot_id, done=done, trouble=trouble)

    async def _do(self, incoming: Incoming, wanted: SendNow | Pause | Resume) -> tuple[Announcement, str]:
        """Answers the announcement as it is then, and what to say."""
        by, seen = incoming.person, wanted.revision
        match wanted:
            case SendNow():
                sent = await self.board.send_now(wanted.id, by, _press(wanted), seen=seen)
                self.bell.ring()
                (run,) = [run for run in sent.runs if run.press == _press(wanted)]
                return sent, texts.being_sent([post.channel for post in run.posts])
            case Pause():
                return await self.board.pause(wanted.id, by, seen=seen), texts.PAUSED
            case Resume():
                resumed = await self.board.resume(wanted.id, by, seen=seen)
                self.bell.ring()
                return resumed, texts.RESUMED


def _press(wanted: SendNow) -> str:
    """One card's button acts once, whoever presses it how often."""
    return f"revision {wanted.revision}"
