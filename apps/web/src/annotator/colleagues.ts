import { presenceSchema } from '@triad/collab';
import type { Presence } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import type { Awareness } from 'y-protocols/awareness';

/** Somebody else who is here; one entry a member, however many tabs they have open. */
export type Colleague = Presence & { readonly client: number };

/** How often one's own place is told, milliseconds. */
const TELL_MS = 250;

/** Who is in this transcript, where they read, and what they have selected. */
export class Colleagues {
  readonly #awareness: Awareness | null;
  readonly #me: string;
  readonly #onChange: (colleagues: readonly Colleague[]) => void;
  #own: Presence;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    awareness: Awareness | null,
    me: string,
    onChange: (colleagues: readonly Colleague[]) => void,
  ) {
    this.#awareness = awareness;
    this.#me = me;
    this.#onChange = onChange;
    this.#own = { member: me, reading: null, selection: null };
    awareness?.setLocalState(this.#own);
    awareness?.on('change', this.#changed);
  }

  read(reading: readonly [number, number]): void {
    this.#tell({ ...this.#own, reading: [...reading] });
  }

  select(range: TextRange): void {
    this.#tell({ ...this.#own, selection: [range.startUtf16, range.endUtf16] });
  }

  /** Where one decides: at a place, by the least id of its spans, which stands there in the text. */
  decide(place: string, { startUtf16, endUtf16 }: TextRange): void {
    this.#tell({ ...this.#own, place, reading: [startUtf16, endUtf16] });
  }

  destroy(): void {
    clearTimeout(this.#timer);
    this.#awareness?.off('change', this.#changed);
  }

  #tell(next: Presence): void {
    if (JSON.stringify(next) === JSON.stringify(this.#own)) return;
    this.#own = next;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#awareness?.setLocalState(this.#own);
    }, TELL_MS);
  }

  readonly #changed = (): void => {
    const byMember = new Map<string, Colleague>();
    for (const [client, state] of this.#awareness?.getStates() ?? []) {
      if (client === this.#awareness?.clientID) continue;
      const presence = presenceSchema.safeParse(state);
      if (!presence.success || presence.data.member === this.#me) continue;
      byMember.set(presence.data.member, { ...presence.data, client });
    }
    this.#onChange([...byMember.values()].sort((a, b) => (a.member < b.member ? -1 : 1)));
  };
}
