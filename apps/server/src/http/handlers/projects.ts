import type { Context } from '../../context.ts';
import { createDemoFor } from '../../demo/make-demo.ts';
import { changeProject, createProject, listMemberships } from '../../projects/projects.ts';
import { removeProject } from '../../projects/remove-project.ts';
import { projectAnswer, projectSummary } from '../answers.ts';
import type { Handlers } from '../route-types.ts';

type Names =
  | 'listProjects'
  | 'createProject'
  | 'createDemo'
  | 'readProject'
  | 'changeProject'
  | 'removeProject';

export function projectHandlers(context: Context): Pick<Handlers, Names> {
  return {
    listProjects: async ({ signedIn }) => {
      const memberships = await listMemberships(context, signedIn.account.id);
      return Promise.all(memberships.map((membership) => projectSummary(context, membership)));
    },

    createProject: async ({ signedIn, body }) => {
      const made = await createProject(context, signedIn.account, body);
      const answer = await projectAnswer(context, made);
      // All are made by one server; who works on it finds it a home where there is room.
      await context.homes.release(made.project.id);
      return answer;
    },

    createDemo: async ({ signedIn }) =>
      projectAnswer(context, await createDemoFor(context, signedIn.account)),

    readProject: async ({ me }) => projectAnswer(context, me),

    changeProject: async ({ me, things, body }) =>
      projectAnswer(context, {
        ...me,
        project: await changeProject(context, things.project, body),
      }),

    removeProject: async ({ things }) => {
      await removeProject(context, things.project);
      return null;
    },
  };
}
