import { isDeepStrictEqual } from 'node:util';
import { ACT_BEGINS, ACT_ENDS } from '../../../apps/server/src/long-act.ts';
import { contentOfTranscript, CUT_ACTS } from './acts.ts';
import type { CutAct, ReadyAct } from './acts.ts';
import { readDocument } from './tab.ts';
import type { Coder } from './coder.ts';
import { halfDone } from './half-done.ts';
import type { LogLine } from './killable-server.ts';
import { documentsOf, openCoder, openStage } from './stage.ts';
import type { Stage } from './stage.ts';

/*
 * Kills the whole server while coders work, also in the middle of acts of several writes, starts it
 * again and looks at everything. The seed gives the same acts, words and shares of delays again;
 * where in an act a kill falls is for the machine to say as well.
 */

export type CrashOptions = {
  readonly seed: number;
  readonly kills: number;
  /** So much must have been acknowledged, or the run shows nothing. */
  readonly leastAcknowledged: number;
  readonly say?: (line: string) => void;
};

export type Hits = { readonly kills: number; readonly inside: number };

export type CrashReport = {
  readonly seed: number;
  readonly kills: number;
  readonly acknowledged: number;
  /** Acts that were made when the server was killed and not acknowledged: brought back later. */
  readonly unacknowledged: number;
  /** How many kills were meant for each act, and how many fell inside. */
  readonly hits: Readonly<Record<string, Hits>>;
  readonly faults: readonly string[];
};

/** What the server answered, if it did: that the act is done, and what it made. */
type Done = { readonly made: string | null } | null;

const WRITING = 'writing';
/** A kill in plain writing comes up to so long after coding began. */
const WRITING_MS = 400;
/** The share of an act's length within which it is cut: the signal takes a little, too. */
const REACH = 0.8;
/** More transcripts than these are removed again, so that looking at all does not take ever longer. */
const MOST_TRANSCRIPTS = 6;
/** Kills beyond the plan, for an act that was never hit. */
const MORE_TRIES = 12;
/** No act is waited for longer to begin. */
const BEGIN_MS = 10_000;

export async function crashRun(options: CrashOptions): Promise<CrashReport> {
  const stage = await openStage(options.seed);
  try {
    return await new Run(stage, options).run();
  } finally {
    await stage.end();
  }
}

class Run {
  readonly #stage: Stage;
  readonly #options: CrashOptions;
  readonly #coders: Coder[] = [];
  readonly #faults: string[] = [];
  readonly #hits = new Map<string, { kills: number; inside: number }>();
  /** Of each act, in ms, as measured without a kill. */
  readonly #lengths = new Map<string, number>();
  #number = 0;
  #kills = 0;
  #acknowledged = 0;
  #unacknowledged = 0;

  constructor(stage: Stage, options: CrashOptions) {
    this.#stage = stage;
    this.#options = options;
  }

  async run(): Promise<CrashReport> {
    const { lead, colleagues, transcript, random } = this.#stage;
    for (const caller of [lead, ...colleagues]) {
      this.#coders.push(await openCoder(caller, transcript, random));
    }
    for (const cut of CUT_ACTS) await this.#measure(cut);
    for (const kind of this.#plan()) {
      await this.#tried(kind);
      if (this.#faults.length > 0) return this.#report();
    }
    for (const cut of CUT_ACTS) {
      for (let n = 0; n < MORE_TRIES && this.#inside(cut.act) === 0; n += 1) {
        await this.#tried(cut);
        if (this.#faults.length > 0) return this.#report();
      }
      if (this.#inside(cut.act) === 0) this.#faults.push(`no kill fell inside: ${cut.act}`);
    }
    const report = this.#report();
    if (report.acknowledged < this.#options.leastAcknowledged) {
      this.#faults.push(
        `only ${report.acknowledged} updates were acknowledged, ${this.#options.leastAcknowledged} are needed`,
      );
    }
    return this.#report();
  }

  /** A round; that it could not be gone through is a fault as well. */
  async #tried(cut: CutAct | null): Promise<void> {
    try {
      await this.#round(cut);
    } catch (error) {
      this.#fault(`${cut?.act ?? WRITING}: ${error instanceof Error ? error.message : 'failed'}`);
    }
  }

  /** Half the kills in plain writing, the others in turns. */
  #plan(): readonly (CutAct | null)[] {
    const { kills } = this.#options;
    const plan = Array.from({ length: kills }, (_, n) =>
      n % 2 === 0 ? null : (CUT_ACTS[((n - 1) / 2) % CUT_ACTS.length] ?? null),
    );
    // In an order of the seed's, so that no act always follows the same.
    return plan
      .map((kind) => ({ kind, at: this.#stage.random.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ kind }) => kind);
  }

  /** How long the act takes here, while coders work. */
  async #measure(cut: CutAct): Promise<void> {
    const ready = await cut.ready(this.#stage, (this.#number += 1));
    const stop = this.#startCoding();
    await ready.begin();
    const ends = await this.#lineOf(cut, ready, ACT_ENDS);
    stop();
    this.#learn(cut, ends.id ?? '');
    for (const coder of ready.coders) coder.close();
  }

  /** The first of an act takes longer than those after it: the shortest counts. */
  #learn({ act }: CutAct, id: string): void {
    const of = (msg: string): number | undefined =>
      this.#stage.server.lines.find(
        (line) => line.act === act && line.id === id && line.msg === msg,
      )?.readMs;
    const [beginsMs, endsMs] = [of(ACT_BEGINS), of(ACT_ENDS)];
    if (beginsMs === undefined || endsMs === undefined) return;
    const known = this.#lengths.get(act) ?? Number.POSITIVE_INFINITY;
    this.#lengths.set(act, Math.min(known, endsMs - beginsMs));
  }

  async #round(cut: CutAct | null): Promise<void> {
    const { server, random } = this.#stage;
    const ready = cut === null ? null : await cut.ready(this.#stage, (this.#number += 1));
    const stop = this.#startCoding();
    let done: Done = null;
    let inside = true;
    if (cut === null || ready === null) {
      await sleep(random.next() * WRITING_MS);
      await server.kill();
    } else {
      const begins = this.#lineOf(cut, ready, ACT_BEGINS);
      const answered = ready.begin().then(
        (made) => (done = { made }),
        () => null,
      );
      const { id = '' } = await begins;
      const many = cut.many ?? 1;
      await sleep(random.next() * REACH * many * (this.#lengths.get(cut.act) ?? 0));
      await server.kill();
      inside = server.wasInside(cut.act, many > 1 ? null : id);
      this.#learn(cut, id);
      // What waits for a killed server's acknowledgement waits for its coder to come back.
      if (cut.act !== 'compaction') await answered;
    }
    stop();
    this.#kills += 1;
    this.#note(cut?.act ?? WRITING, inside);
    await this.#look(ready, done);
  }

  /** Starts the server again and looks at everything. */
  async #look(ready: ReadyAct | null, done: Done): Promise<void> {
    const { server } = this.#stage;
    const coders = [...this.#coders, ...(ready?.coders ?? [])];
    // Whoever comes back brings what it holds: what the server has by itself is looked at first.
    for (const coder of coders) coder.disconnect();
    for (const coder of coders) this.#unacknowledged += coder.made - coder.acknowledged;
    await server.start();
    for (const coder of coders) {
      this.#fault(coder.faultIn(await readDocument(this.#stage.lead, coder.head)));
    }
    for (const fault of await halfDone(server.folder)) this.#fault(fault);
    await this.#lookAtLists(ready, done);
    for (const coder of coders) coder.connect();
    for (const coder of coders) await coder.untilSaved();
    for (const coder of coders) {
      this.#fault(coder.differenceTo(await readDocument(this.#stage.lead, coder.head)));
    }
    for (const coder of ready?.coders ?? []) {
      this.#acknowledged += coder.acknowledged;
      coder.close();
    }
    await this.#tidy();
    this.#say();
  }

  /** Everything that is listed opens, and what was said to be gone is. */
  async #lookAtLists(ready: ReadyAct | null, done: Done): Promise<void> {
    const { lead } = this.#stage;
    const projects = await lead.call('listProjects');
    const listed: string[] = projects.map(({ id }) => id);
    for (const { id: project } of projects) {
      const { theory } = await lead.call('readProject', { project });
      await readDocument(lead, theory);
      for (const { id, original, turns } of await lead.call('listTranscripts', { project })) {
        listed.push(id);
        const documents = await documentsOf(lead, id);
        const [text] = await Promise.all(documents.map((head) => readDocument(lead, head)));
        const there = text?.getXmlFragment('text').length ?? 0;
        if (there !== turns) this.#fault(`${id} has ${there} of ${turns} turns`);
        if (original.kept) await lead.call('readOriginal', { transcript: id });
      }
    }
    const removed = ready?.removes;
    if (removed !== undefined && listed.includes(removed.id)) {
      const { id, project, transcript, content } = removed;
      if (done !== null) this.#fault(`${id} was said to be removed and is listed`);
      const there = await contentOfTranscript(lead, project, transcript);
      if (!isDeepStrictEqual(there, content)) this.#fault(`${id} is removed in part`);
    }
    this.#fault((await ready?.check?.(done !== null)) ?? null);
    const made = done?.made ?? null;
    if (made !== null && !listed.includes(made)) {
      this.#fault(`transcript ${made} was said to be imported and is not listed`);
    }
  }

  async #tidy(): Promise<void> {
    const { lead, project, transcript } = this.#stage;
    const listed = await lead.call('listTranscripts', { project });
    if (listed.length <= MOST_TRANSCRIPTS) return;
    for (const { id } of listed) {
      if (id !== transcript) await lead.call('removeTranscript', { transcript: id });
    }
  }

  #startCoding(): () => void {
    const stops = this.#coders.map((coder) => coder.keepCoding());
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** The line in which the server says that this act begins or ends. */
  #lineOf({ act }: CutAct, { id }: ReadyAct, msg: string): Promise<LogLine> {
    const { server } = this.#stage;
    const isIt = (line: LogLine): boolean =>
      line.act === act && line.msg === msg && (id === null || line.id === id);
    const already = msg === ACT_ENDS ? server.lines.find(isIt) : undefined;
    if (already !== undefined) return Promise.resolve(already);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        forget();
        reject(new Error(`waited in vain for '${msg}' of ${act}`));
      }, BEGIN_MS);
      const forget = server.listen((line) => {
        if (!isIt(line)) return;
        clearTimeout(late);
        forget();
        resolve(line);
      });
    });
  }

  #inside(act: string): number {
    return this.#hits.get(act)?.inside ?? 0;
  }

  #note(act: string, inside: boolean): void {
    const hits = this.#hits.get(act) ?? { kills: 0, inside: 0 };
    hits.kills += 1;
    if (inside) hits.inside += 1;
    this.#hits.set(act, hits);
  }

  #fault(fault: string | null): void {
    if (fault !== null) this.#faults.push(`kill ${this.#kills}: ${fault}`);
  }

  #report(): CrashReport {
    return {
      seed: this.#options.seed,
      kills: this.#kills,
      acknowledged:
        this.#acknowledged + this.#coders.reduce((sum, coder) => sum + coder.acknowledged, 0),
      unacknowledged: this.#unacknowledged,
      hits: Object.fromEntries(this.#hits),
      faults: this.#faults,
    };
  }

  #say(): void {
    const { kills, acknowledged, faults } = this.#report();
    this.#options.say?.(
      `${kills} kills, ${acknowledged} acknowledged${faults.length > 0 ? `: ${faults.join('; ')}` : ''}`,
    );
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
