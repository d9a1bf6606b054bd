// What can be done to a channel and its team, or to the app in somebody's own chat, and how things stand there.

import * as api from "/page/api.js";
import { askName, tickPeople } from "/page/dialog.js";

// `done` is handed each answer to come, to say so if it is a no.
function channelActions(store, teamId, channelId, done) {
  const team = store.team(teamId);
  const channel = team.channels.find((c) => c.id === channelId);
  const toChannel = (event, more) => done(api.changeChannel({ event, ...more }));
  const toTeam = (event, name) => done(api.changeTeam({ event, team: teamId, name }));
  const toBot = (change) => done(api.changeBot({ team: teamId, change }));
  return {
    rename: { label: "Rename channel…", act: () => askName("Rename channel", channel.name, (name) => toChannel("channelRenamed", { channel: channelId, name })) },
    remove: { label: "Delete channel", grave: true, act: () => toChannel("channelDeleted", { channel: channelId }) },
    restore: { label: "Restore channel", act: () => toChannel("channelRestored", { channel: channelId }) },
    add: { label: "Add a channel to the team…", act: () => askName("Name of the new channel", "", (name) => toChannel("channelCreated", { team: teamId, name })) },
    members: { label: "Members of the team…", act: () => tickMembers(store, team, done) },
    renameTeam: { label: "Rename team…", act: () => askName("Rename team", team.name, (name) => toTeam("teamRenamed", name)) },
    archive: { label: "Archive team", act: () => toTeam("teamArchived") },
    unarchive: { label: "Unarchive team", act: () => toTeam("teamUnarchived") },
    removeBot: { label: "Remove the bot from the team", act: () => toBot("removed") },
    addBot: { label: "Add the bot to the team", act: () => toBot("added") },
    removeTeam: { label: "Delete team", grave: true, act: () => toTeam("teamDeleted") },
    restoreTeam: { label: "Restore team", act: () => toTeam("teamRestored") },
  };
}

export function channelItems(store, teamId, channelId, done) {
  const can = channelActions(store, teamId, channelId, done);
  const team = store.team(teamId);
  if (team.deleted) return [can.restoreTeam];
  const own = channelId === teamId ? [can.rename] : [can.rename, can.remove];
  return [
    ...(isDeleted(team, channelId) ? [can.restore] : own),
    null,
    can.add, can.members, can.renameTeam, team.archived ? can.unarchive : can.archive,
    team.has_bot ? can.removeBot : can.addBot, can.removeTeam,
  ];
}

export function chatItems(store, person, done) {
  const item = (label, standing, grave) => ({ label, grave, act: () => done(api.changeStanding({ person: person.id, standing })) });
  const back = { blocked: "Unblock the bot", removed: "Add the app again", guest: "No longer a guest" }[store.people.get(person.id).standing];
  if (back) return [item(back, "free")];
  return [item("Block the bot", "blocked", true), item("Remove the app", "removed", true), null, item("Make this person a guest", "guest")];
}

// A sentence for what is wrong, whether people may write all the same, and what undoes it; null where all is well.
export function channelNotice(store, teamId, channelId, done) {
  const can = channelActions(store, teamId, channelId, done);
  const team = store.team(teamId);
  if (team.deleted) return { text: "This team was deleted.", undo: can.restoreTeam };
  if (isDeleted(team, channelId)) return { text: "This channel was deleted.", undo: can.restore };
  if (team.archived) return { text: "This team is archived, to be read only.", undo: can.unarchive };
  return team.has_bot ? null : { text: "The bot is not in this team.", undo: can.addBot, canWrite: true };
}

export function chatNotice(store, person, done) {
  const text = {
    blocked: `${person.name} has blocked the bot.`,
    removed: `${person.name} has removed the app.`,
    guest: `${person.name} is a guest, who cannot have the app.`,
  }[store.people.get(person.id).standing];
  return text ? { text, undo: chatItems(store, person, done)[0] } : null;
}

const isDeleted = (team, channelId) => team.deleted_channels.some((channel) => channel.id === channelId);

function tickMembers(store, team, done) {
  const change = (person, isIn) => done(api.changeMembers({ team: team.id, person: person.id, change: isIn ? "added" : "removed" }));
  tickPeople(`Members of ${team.name}`, store.world.people, (person) => team.members.includes(person.id), change);
}
