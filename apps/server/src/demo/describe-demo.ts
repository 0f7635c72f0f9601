import { makeSignInLink } from '../accounts/sign-in-links.ts';
import type { Context } from '../context.ts';
import { DAY_MS } from '../context.ts';
import type { DemoProject } from './make-demo.ts';

/** What `triad demo` prints: the project, and for each member a link that signs in once. */
export async function describeDemo(context: Context, { project, members }: DemoProject) {
  const described = [];
  for (const { account, member } of members) {
    described.push({
      id: member.id,
      name: account.body.name,
      email: account.body.email,
      roles: member.body.roles,
      link: await makeSignInLink(context, account.id, project.id, DAY_MS),
    });
  }
  const { id, body } = project;
  return { project: { id, title: body.title }, address: context.origin(), members: described };
}
