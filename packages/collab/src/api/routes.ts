import { ADJUDICATION_ROUTES } from './adjudication-routes.ts';
import { CMOC_ROUTES } from './cmoc-routes.ts';
import type { Route } from './route.ts';
import { del, get, patch, post, put } from './route.ts';
import * as body from './schemas.ts';

/**
 * Every route of the HTTP API. The server mounts exactly these; the test of the rules table and
 * the tests of what leaks walk this list, so a new route is in them by itself.
 */
export const ROUTES = {
  readSession: get('/api/session', 'anyone'),
  setup: post('/api/setup', 'anyone', body.setupBody),
  setupDemo: post('/api/setup/demo', 'anyone', body.setupDemoBody),
  signIn: post('/api/session', 'anyone', body.signInBody),
  signOut: del('/api/session', 'account'),
  redeemSignInLink: post('/api/sign-in-links/redeem', 'anyone', body.tokenBody),
  lookAtInvite: post('/api/invites/look', 'anyone', body.tokenBody),
  acceptInvite: post('/api/invites/accept', 'anyone', body.acceptInviteBody),
  changeAccount: patch('/api/account', 'account', body.changeAccountBody),
  changePassword: post('/api/account/password', 'account', body.changePasswordBody),

  listProjects: get('/api/projects', 'account'),
  createProject: post('/api/projects', 'account', body.createProjectBody),
  createDemo: post('/api/demo', 'account', null),
  readProject: get('/api/projects/:project', 'project.read'),
  changeProject: patch('/api/projects/:project', 'project.change', body.changeProjectBody),
  removeProject: del('/api/projects/:project', 'project.remove'),

  listMembers: get('/api/projects/:project/members', 'members.read'),
  changeMember: patch(
    '/api/projects/:project/members/:member',
    'members.change',
    body.changeMemberBody,
  ),
  removeMember: del('/api/projects/:project/members/:member', 'members.change'),
  listInvites: get('/api/projects/:project/invites', 'invites.read'),
  createInvite: post('/api/projects/:project/invites', 'invites.change', body.createInviteBody),
  removeInvite: del('/api/projects/:project/invites/:invite', 'invites.change'),

  openRound: post('/api/projects/:project/rounds', 'rounds.change', body.openRoundBody),
  changeRound: patch('/api/projects/:project/rounds/:round', 'rounds.change', body.changeRoundBody),
  closeRound: post(
    '/api/projects/:project/rounds/:round/close',
    'rounds.change',
    body.closeRoundBody,
  ),
  reopenRound: post(
    '/api/projects/:project/rounds/:round/reopen',
    'rounds.change',
    body.reopenRoundBody,
  ),
  closeAgain: post(
    '/api/projects/:project/rounds/:round/close-again',
    'rounds.change',
    body.closeAgainBody,
  ),
  setRoundDone: post('/api/projects/:project/rounds/:round/done', 'round.done', body.roundDoneBody),
  readRoundRecord: get('/api/projects/:project/rounds/:round/record', 'rounds.progress'),
  readReopening: get('/api/projects/:project/rounds/:round/reopening', 'reopening.read'),

  listParticipants: get('/api/projects/:project/participants', 'participants.read'),
  createParticipant: post(
    '/api/projects/:project/participants',
    'participants.change',
    body.participantBody,
  ),
  changeParticipant: patch(
    '/api/projects/:project/participants/:participant',
    'participants.change',
    body.changeParticipantBody,
  ),
  removeParticipant: del('/api/projects/:project/participants/:participant', 'participants.change'),

  listTranscripts: get('/api/projects/:project/transcripts', 'transcripts.list'),
  previewTranscript: {
    method: 'POST',
    path: '/api/projects/:project/transcripts/preview',
    needs: 'transcript.import',
    body: 'file',
  },
  importTranscript: {
    method: 'POST',
    path: '/api/projects/:project/transcripts',
    needs: 'transcript.import',
    body: 'multipart',
  },
  readTranscript: get('/api/transcripts/:transcript', 'transcript.read'),
  changeTranscript: patch(
    '/api/transcripts/:transcript',
    'transcript.change',
    body.changeTranscriptBody,
  ),
  removeTranscript: del('/api/transcripts/:transcript', 'transcript.remove'),
  takeLease: post('/api/transcripts/:transcript/leases', 'transcript.edit', null),
  renewLease: put('/api/transcripts/:transcript/leases/:lease', 'transcript.edit', null),
  releaseLease: del('/api/transcripts/:transcript/leases/:lease', 'transcript.edit'),
  lookForWords: post(
    '/api/transcripts/:transcript/redactions/look',
    'transcript.redact',
    body.lookForWordsBody,
  ),
  redact: post('/api/transcripts/:transcript/redactions', 'transcript.redact', body.redactBody),
  readRevealed: get('/api/transcripts/:transcript/revealed/:round/:member', 'layer.read'),
  readHistory: get('/api/transcripts/:transcript/history', 'history.read'),
  readVersion: get('/api/transcripts/:transcript/history/:version', 'history.read'),
  readOriginal: get('/api/transcripts/:transcript/original', 'original.read'),

  readAgreement: get('/api/projects/:project/agreement', 'agreement.read'),
  changeAgreement: put(
    '/api/projects/:project/agreement/settings',
    'agreement.change',
    body.agreementSettingsBody,
  ),
  workOutAgreement: post('/api/projects/:project/agreement/work', 'agreement.work', null),
  stopAgreement: del('/api/projects/:project/agreement/work', 'agreement.work'),
  exportAgreement: get('/api/projects/:project/agreement/export', 'agreement.read'),
  readTranscriptAgreement: get('/api/transcripts/:transcript/agreement', 'agreement.read'),
  createFlag: post('/api/transcripts/:transcript/flags', 'flag.write', body.createFlagBody),
  settleFlag: patch('/api/transcripts/:transcript/flags/:flag', 'flag.settle', body.settleFlagBody),
  removeFlag: del('/api/transcripts/:transcript/flags/:flag', 'flag.remove'),

  ...ADJUDICATION_ROUTES,
  ...CMOC_ROUTES,

  listComments: get('/api/transcripts/:transcript/comments', 'comments.read'),
  createComment: post(
    '/api/transcripts/:transcript/comments',
    'comment.write',
    body.createCommentBody,
  ),
  resolveComment: patch(
    '/api/transcripts/:transcript/comments/:comment',
    'comment.resolve',
    body.resolveCommentBody,
  ),
  placeComment: put(
    '/api/transcripts/:transcript/comments/:comment/place',
    'comment.place',
    body.placeCommentBody,
  ),
  removeComment: del('/api/transcripts/:transcript/comments/:comment', 'comment.remove'),
} as const satisfies Readonly<Record<string, Route>>;

export type RouteName = keyof typeof ROUTES;
