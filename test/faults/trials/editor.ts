import { CLOSE } from '@triad/collab';
import type { DocumentAnswer } from '@triad/collab';
import * as Y from 'yjs';
import type { Random } from '../../bench/support/random.ts';
import type { Person } from './person.ts';
import { ProseTab } from './prose-tab.ts';
import type { Prose } from './prose-tab.ts';

const TRANSCRIPT: Prose = {
  texts: (doc) => {
    const turns = doc.getXmlFragment('text').toArray();
    const paragraphs = turns.flatMap((turn) =>
      turn instanceof Y.XmlElement ? turn.toArray() : [],
    );
    return paragraphs.flatMap((paragraph) =>
      paragraph instanceof Y.XmlElement
        ? paragraph.toArray().filter((text) => text instanceof Y.XmlText)
        : [],
    );
  },
  begin: null,
};

/** A lease that is not to be had is asked for again, and one that is had is renewed, after so long, ms. */
const AGAIN_MS = 250;
const RENEW_MS = 2_000;

/**
 * A lead who edits a text: has the lease or asks for it, renews it, and takes another where it is over.
 * Acts only while it is hers.
 */
export class Editor extends ProseTab {
  readonly #person: Person;
  readonly #transcript: string;
  #lease: string | null = null;
  #gone = false;

  constructor(person: Person, head: DocumentAnswer, name: string, random: Random) {
    const { caller, tunnel } = person;
    super(caller, head, { prose: TRANSCRIPT, name, random, tunnel });
    this.#person = person;
    this.#transcript = head.name.split('/')[1] ?? '';
    this.provider.on('closed', ({ code }: { code: number }) => {
      if (code === CLOSE.leaseOver.code) this.#lease = null;
    });
    // Nothing is written on a connection without a lease.
    this.provider.disconnect();
    void this.#keepLease();
  }

  override act(): void {
    if (this.#lease !== null) super.act();
  }

  override connect(): void {
    if (this.#lease !== null) super.connect();
  }

  override close(): void {
    this.#gone = true;
    super.close();
  }

  async #keepLease(): Promise<void> {
    while (!this.#gone) {
      const had = this.#lease;
      try {
        await (had === null ? this.#take() : this.#renew(had));
      } catch {
        // Away from the server, or it is another's: what the connection hears decides.
      }
      const afterMs = this.#lease === null ? AGAIN_MS : RENEW_MS;
      await new Promise((resolve) => setTimeout(resolve, afterMs).unref());
    }
  }

  async #take(): Promise<void> {
    const { id } = await this.#person.caller.call('takeLease', { transcript: this.#transcript });
    if (this.#gone) return;
    this.#lease = id;
    this.provider.params['lease'] = id;
    super.connect();
  }

  async #renew(lease: string): Promise<void> {
    const params = { transcript: this.#transcript, lease };
    await this.#person.caller.call('renewLease', params);
  }
}
