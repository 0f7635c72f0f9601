import type { Response } from 'express';
import { changeAccount, changePassword, checkPassword, setUp } from '../../accounts/accounts.ts';
import { clearSessionCookie, writeSessionCookie } from '../../accounts/session-cookie.ts';
import { ABSOLUTE_MS, beginSession, endSession } from '../../accounts/sessions.ts';
import type { SignedIn } from '../../accounts/sessions.ts';
import { redeemSignInLink } from '../../accounts/sign-in-links.ts';
import type { Context } from '../../context.ts';
import type { AccountBody } from '../../data/records.ts';
import type { Row } from '../../data/table.ts';
import { ensureFirstRunDemo } from '../../demo/make-demo.ts';
import { acceptInvite, findInvite } from '../../projects/invites.ts';
import { accountAnswer, sessionAnswer } from '../answers.ts';
import type { HandlerOptions } from '../handlers.ts';
import type { Handlers } from '../route-types.ts';

type Names =
  | 'readSession'
  | 'setup'
  | 'setupDemo'
  | 'signIn'
  | 'signOut'
  | 'redeemSignInLink'
  | 'lookAtInvite'
  | 'acceptInvite'
  | 'changeAccount'
  | 'changePassword';

/** Setting up, signing in and out, invites from the invited person's side, the own account. */
export function accountHandlers(
  context: Context,
  { secure, rateLimiter }: HandlerOptions,
): Pick<Handlers, Names> {
  /** A new session takes the place of the one before: nobody is signed in twice in one browser. */
  async function signIn(
    response: Response,
    account: Row<AccountBody>,
    before: SignedIn | null,
  ): Promise<void> {
    const { token } = await beginSession(context, account);
    if (before !== null) await endSession(context, before.session);
    response.setHeader('Set-Cookie', writeSessionCookie(token, secure, ABSOLUTE_MS));
  }

  return {
    readSession: async ({ signedIn }) => sessionAnswer(context, signedIn?.account ?? null),

    setup: async ({ body, response, signedIn }) => {
      const account = await setUp(context, body);
      await signIn(response, account, signedIn);
      return sessionAnswer(context, account);
    },

    setupDemo: async ({ body, response, signedIn }) => {
      await context.firstRun.check(body.token);
      const { lead, project } = await ensureFirstRunDemo(context);
      await signIn(response, lead, signedIn);
      return { ...(await sessionAnswer(context, lead)), project };
    },

    signIn: async ({ body, response, signedIn }) => {
      await rateLimiter.count('signInByEmail', body.email);
      const account = await checkPassword(context, body.email, body.password);
      await rateLimiter.forget('signInByEmail', body.email);
      await signIn(response, account, signedIn);
      return sessionAnswer(context, account);
    },

    signOut: async ({ signedIn, response }) => {
      await endSession(context, signedIn.session);
      response.setHeader('Set-Cookie', clearSessionCookie(secure));
      return null;
    },

    redeemSignInLink: async ({ body, response, signedIn }) => {
      const { account, project } = await redeemSignInLink(context, body.token);
      await signIn(response, account, signedIn);
      return { ...(await sessionAnswer(context, account)), project };
    },

    lookAtInvite: async ({ body }) => {
      const { invite, project } = await findInvite(context, body.token);
      const inviter = await context.tables.members.get(invite.body.createdBy);
      const account = inviter && (await context.tables.accounts.get(inviter.body.account));
      return {
        project: project.body.title,
        invitedBy: account?.body.name ?? '',
        roles: invite.body.roles,
        expiresAt: invite.body.expiresAt,
      };
    },

    acceptInvite: async ({ body, response, signedIn }) => {
      const { account, member } = await acceptInvite(
        context,
        body.token,
        signedIn?.account ?? null,
        body.account,
      );
      if (signedIn === null) await signIn(response, account, null);
      return { ...(await sessionAnswer(context, account)), project: member.body.project };
    },

    changeAccount: async ({ signedIn, body }) =>
      accountAnswer(await changeAccount(context, signedIn.account, body)),

    changePassword: async ({ signedIn, body }) => {
      await changePassword(context, signedIn, body);
      return null;
    },
  };
}
