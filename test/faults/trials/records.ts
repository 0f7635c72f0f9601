import type { Random } from '../../bench/support/random.ts';
import type { Person } from './person.ts';
import type { Places } from './places.ts';

type Attempt = { readonly text: string; id: string | null };

/**
 * Comments, participants and decisions that somebody asks the server for, one after the other. What it
 * answered must be there; what was not answered may be, once.
 */
export class RecordWriter {
  readonly #person: Person;
  readonly #random: Random;
  readonly #at: { readonly project: string; readonly transcript: string };
  /** Null for whoever is no lead, and comments alone. */
  readonly #places: Places | null;
  readonly #comments: Attempt[] = [];
  readonly #participants: Attempt[] = [];
  /** Of one place each, in their order. */
  readonly #decisions: Attempt[] = [];
  readonly #refusals: string[] = [];

  constructor(
    person: Person,
    at: { readonly project: string; readonly transcript: string },
    random: Random,
    places: Places | null,
  ) {
    this.#person = person;
    this.#at = at;
    this.#random = random;
    this.#places = places;
  }

  get acknowledged(): number {
    const all = [...this.#comments, ...this.#participants, ...this.#decisions];
    return all.filter(({ id }) => id !== null).length;
  }

  /** How many requests were refused with such a sentence. */
  refusedWith(sentence: RegExp): number {
    return this.#refusals.filter((said) => sentence.test(said)).length;
  }

  /** Asks again and again until told to stop; that resolves when the last request is over. */
  keepAsking(): () => Promise<void> {
    const stopping = new AbortController();
    const asking = this.#askUntil(stopping.signal);
    return () => {
      stopping.abort();
      return asking;
    };
  }

  /** Asks for one more, of each kind in turns. */
  async ask(): Promise<void> {
    const kinds = [
      { attempts: this.#comments, ask: (text: string) => this.#comment(text) },
      { attempts: this.#participants, ask: (text: string) => this.#participant(text) },
      { attempts: this.#decisions, ask: (text: string) => this.#decide(text) },
    ];
    const asked = this.#comments.length + this.#participants.length + this.#decisions.length;
    const left = kinds.slice(0, this.#places === null ? 1 : this.#hasPlaces ? 3 : 2);
    const kind = left[asked % left.length];
    if (kind === undefined) return;
    const attempt: Attempt = { text: `${this.#person.name} ${kind.attempts.length}`, id: null };
    kind.attempts.push(attempt);
    try {
      attempt.id = await kind.ask(attempt.text);
    } catch (error) {
      this.#refusals.push(error instanceof Error ? error.message : 'failed');
    }
  }

  /** What is wrong with what the server has; `[]` where nothing is. */
  async faults(): Promise<readonly string[]> {
    const { direct, name } = this.#person;
    const { project, transcript } = this.#at;
    const comments = await direct.call('listComments', { transcript });
    const participants = await direct.call('listParticipants', { project });
    const decided = this.#places === null ? null : { transcript: this.#places.transcript };
    const decisions = decided === null ? [] : await direct.call('listDecisions', decided);
    return [
      ...differences('comment', this.#comments, name, comments),
      ...differences(
        'participant',
        this.#participants,
        name,
        participants.map(({ id, pseudonym }) => ({ id, text: pseudonym })),
      ),
      ...differences(
        'decision',
        this.#decisions,
        name,
        decisions.map(({ id, ruling }) => ({ id, text: ruling?.why ?? '' })),
      ),
    ];
  }

  get #hasPlaces(): boolean {
    return this.#decisions.length < (this.#places?.places.length ?? 0);
  }

  async #askUntil(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      await this.ask();
      await new Promise((resolve) => setTimeout(resolve, this.#random.whole(60, 240)));
    }
  }

  async #comment(text: string): Promise<string> {
    const { transcript } = this.#at;
    const body = { target: { kind: 'transcript' }, text };
    return (await this.#person.caller.call('createComment', { transcript }, body)).id;
  }

  async #participant(text: string): Promise<string> {
    const { project } = this.#at;
    const body = { pseudonym: text, description: '' };
    return (await this.#person.caller.call('createParticipant', { project }, body)).id;
  }

  async #decide(why: string): Promise<string> {
    const { transcript = '', text = '', places = [] } = this.#places ?? {};
    const spans = places[this.#decisions.length - 1] ?? [];
    const body = { text, spans, outcome: { kind: 'none' }, why };
    return (await this.#person.caller.call('decide', { transcript }, body)).id;
  }
}

function differences(
  what: string,
  attempts: readonly Attempt[],
  name: string,
  there: readonly { readonly id: string; readonly text: string }[],
): readonly string[] {
  const faults: string[] = [];
  const own = there.filter(({ text }) => text.startsWith(`${name} `));
  for (const { text, id } of attempts) {
    const found = own.filter((each) => each.text === text);
    if (found.length > 1) faults.push(`a ${what} is there ${found.length} times`);
    if (id !== null && found[0]?.id !== id) faults.push(`a ${what} that was answered is not there`);
  }
  if (own.some(({ text }) => !attempts.some((attempt) => attempt.text === text))) {
    faults.push(`there is a ${what} that nobody asked for`);
  }
  return faults;
}
