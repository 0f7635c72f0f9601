import type { Context } from '../../context.ts';
import { createInvite, listInvites, removeInvite } from '../../projects/invites.ts';
import { changeRoles, listMembers, removeMember } from '../../projects/members.ts';
import {
  changeParticipant,
  createParticipant,
  listParticipants,
  removeParticipant,
} from '../../projects/participants.ts';
import { inviteAnswer, memberAnswer, participantAnswer } from '../answers.ts';
import type { Handlers } from '../route-types.ts';

type Names =
  | 'listMembers'
  | 'changeMember'
  | 'removeMember'
  | 'listInvites'
  | 'createInvite'
  | 'removeInvite'
  | 'listParticipants'
  | 'createParticipant'
  | 'changeParticipant'
  | 'removeParticipant';

/** Who is in a project and who is invited; and the participants, by pseudonym. */
export function memberHandlers(context: Context): Pick<Handlers, Names> {
  return {
    listMembers: async ({ me, things }) => {
      const rows = await listMembers(context, things.project.id);
      return Promise.all(rows.map((row) => memberAnswer(context, row, me.member)));
    },

    changeMember: async ({ me, things, body }) => {
      const changed = await changeRoles(context, things.member, body, me.member.id);
      // A lead who gives up the role no longer sees addresses, in this answer either.
      return memberAnswer(context, changed, changed.id === me.member.id ? changed : me.member);
    },

    removeMember: async ({ me, things }) => {
      await removeMember(context, things.member, me.member.id);
      return null;
    },

    listInvites: async ({ things }) => {
      const rows = await listInvites(context, things.project.id);
      return rows.map((row) => inviteAnswer(context, row));
    },

    createInvite: async ({ me, body }) => {
      const { invite, link } = await createInvite(context, me.member, body);
      return { ...inviteAnswer(context, invite), link };
    },

    removeInvite: async ({ things }) => {
      await removeInvite(context, things.invite);
      return null;
    },

    listParticipants: async ({ things }) => {
      const rows = await listParticipants(context, things.project.id);
      return rows.map((row) => participantAnswer(row));
    },

    createParticipant: async ({ things, body }) =>
      participantAnswer(await createParticipant(context, things.project.id, body)),

    changeParticipant: async ({ things, body }) =>
      participantAnswer(await changeParticipant(context, things.participant, body)),

    removeParticipant: async ({ things }) => {
      await removeParticipant(context, things.participant);
      return null;
    },
  };
}
