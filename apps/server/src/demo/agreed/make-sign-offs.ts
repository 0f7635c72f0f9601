import type { Context } from '../../context.ts';
import type { CmocBody, CmocVersionBody } from '../../data/cmoc-records.ts';
import type { Row } from '../../data/table.ts';
import { proposeCmoc } from '../../sign-off/propose.ts';
import { endObjection, signOff } from '../../sign-off/sign.ts';
import { latestVersion } from '../../sign-off/versions.ts';
import type { WeekHour } from '../made-up-week.ts';
import type { DemoSigning, DemoSignOff } from '../study/agreed.ts';
import { contentNow } from './make-cmocs.ts';
import type { MadeCmocs } from './make-cmocs.ts';
import { memberOf, stepsFrom } from './making-agreed.ts';
import type { MakingAgreed } from './making-agreed.ts';

/** Puts drafts to sign-off, and then what each member said, and how objections ended. */
export async function makeSignOffs(
  of: MakingAgreed,
  made: MadeCmocs,
  signings: readonly DemoSigning[],
  when: { readonly proposed: WeekHour; readonly signed: WeekHour },
): Promise<void> {
  const proposing = stepsFrom(of, when.proposed);
  const proposed: Proposed[] = [];
  for (const { cmoc, note, signOffs } of signings) {
    const then = proposing();
    const { row, sha256 } = await contentNow(then, made, cmoc);
    const put = await proposeCmoc(then, of.me, row, { version: row.version, sha256, note });
    const version = await latestVersion(then, put);
    if (version === null) throw new Error('a CMOC of the demo study was not put to sign-off');
    proposed.push({ cmoc: put, version, signOffs });
  }
  const signing = stepsFrom(of, when.signed);
  for (const { signOffs, ...asked } of proposed) {
    for (const each of signOffs) await sign(of, asked, each, signing);
  }
}

type Proposed = {
  readonly cmoc: Row<CmocBody>;
  readonly version: Row<CmocVersionBody>;
  readonly signOffs: readonly DemoSignOff[];
};

async function sign(
  of: MakingAgreed,
  { cmoc, version: { id, body } }: Omit<Proposed, 'signOffs'>,
  { member, verdict, text, ended }: DemoSignOff,
  step: () => Context,
): Promise<void> {
  const { tables } = of.context;
  const signer = memberOf(of, member);
  const { sha256 } = body;
  await signOff(step(), cmoc, signer.id, { of: id, sha256, version: 0, verdict, text });
  if (ended === null) return;
  const said = await tables.signOffs.one('once', `${id}/${signer.id}`);
  if (said === null) throw new Error('an objection in the demo study is gone');
  const { version } = said;
  if (ended.how === 'withdrawn') {
    await endObjection(step(), cmoc, said.id, signer, { version, how: 'withdrawn', reason: '' });
  } else {
    await endObjection(step(), cmoc, said.id, of.me.member, { version, ...ended });
  }
}
