import { changeCmoc, retireCmoc } from '../../cmocs/change-cmoc.ts';
import { cmocAnswer } from '../../cmocs/cmoc-answer.ts';
import { combineCmocs, divideCmoc, undoLineage } from '../../cmocs/lineages.ts';
import { cmocListAnswer } from '../../cmocs/list-answer.ts';
import { makeCmoc } from '../../cmocs/make-cmoc.ts';
import type { Context } from '../../context.ts';
import { changeMethod } from '../../method/settings.ts';
import type { Handlers } from '../route-types.ts';

type Names =
  | 'listCmocs'
  | 'changeMethod'
  | 'createCmoc'
  | 'readCmoc'
  | 'changeCmoc'
  | 'retireCmoc'
  | 'combineCmocs'
  | 'divideCmoc'
  | 'undoLineage';

export function cmocHandlers(context: Context): Pick<Handlers, Names> {
  return {
    listCmocs: ({ things }) => cmocListAnswer(context, things.project),

    changeMethod: async ({ things, body }) =>
      cmocListAnswer(context, await changeMethod(context, things.project.id, body)),

    createCmoc: async ({ me, things, body: { title, group } }) => {
      const made = await makeCmoc(context, {
        project: things.project.id,
        by: me.member.id,
        group,
        content: { title, sentence: [], parts: [], narrative: '', evidence: [] },
        candidates: [],
      });
      return cmocAnswer(context, me, made);
    },

    readCmoc: ({ me, things }) => cmocAnswer(context, me, things.cmoc),

    changeCmoc: async ({ me, things, body }) =>
      cmocAnswer(context, me, await changeCmoc(context, things.cmoc, body)),

    retireCmoc: async ({ me, things, body }) =>
      cmocAnswer(context, me, await retireCmoc(context, things.cmoc, me.member.id, body)),

    combineCmocs: async ({ me, things, body }) => {
      await combineCmocs(context, things.project.id, me.member.id, body);
      return cmocListAnswer(context, things.project);
    },

    divideCmoc: async ({ me, things, body }) => {
      await divideCmoc(context, things.cmoc, me.member.id, body);
      return cmocListAnswer(context, things.project);
    },

    undoLineage: async ({ me, things, body }) => {
      await undoLineage(context, things.lineage, me.member.id, body);
      return cmocListAnswer(context, things.project);
    },
  };
}
