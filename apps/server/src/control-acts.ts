import { z } from 'zod';
import { resetPassword } from './accounts/accounts.ts';
import type { Context } from './context.ts';
import { describeDemo } from './demo/describe-demo.ts';
import { makeDemo } from './demo/make-demo.ts';
import { removeDemos } from './demo/remove-demo.ts';
import { describeStatus } from './describe-status.ts';

/** What the command line can ask of the server that holds the data folder. */
export const controlRequest = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('status') }),
  z.strictObject({ act: z.literal('make-demo') }),
  z.strictObject({ act: z.literal('remove-demo') }),
  z.strictObject({ act: z.literal('backup-status') }),
  z.strictObject({ act: z.literal('reset-password'), email: z.string().max(254) }),
]);
export type ControlRequest = z.infer<typeof controlRequest>;

/** Performs it, in the server or, where none runs, in the command line's own process. */
export async function performAct(context: Context, request: ControlRequest): Promise<unknown> {
  switch (request.act) {
    case 'status':
      return describeStatus(context);
    case 'make-demo':
      return describeDemo(context, await makeDemo(context, null));
    case 'remove-demo':
      return removeDemos(context);
    case 'backup-status':
      return context.backups();
    case 'reset-password':
      return {
        email: request.email,
        password: await resetPassword(context, request.email.trim().toLowerCase()),
      };
  }
}
