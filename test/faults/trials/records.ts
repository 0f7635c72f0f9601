import type { Random } from '../../bench/support/random.ts';
import type { Person } from './person.ts';

type Attempt = { readonly text: string; id: string | null };

/**
 * Comments and participants that somebody asks the server for, one after the other. What it answered
 * must be there; what was not answered may be, once.
 */
export class RecordWriter {
  readonly #person: Person;
  readonly #random: Random;
  readonly #project: string;
  readonly #transcript: string;
  readonly #comments: Attempt[] = [];
  readonly #participants: Attempt[] = [];
  #refusals = new Map<string, number>();

  constructor(person: Person, project: string, transcript: string, random: Random) {
    this.#person = person;
    this.#project = project;
    this.#transcript = transcript;
    this.#random = random;
  }

  get acknowledged(): number {
    return [...this.#comments, ...this.#participants].filter(({ id }) => id !== null).length;
  }

  /** What requests were refused with, by the beginning of the sentence; how often. */
  get refusals(): ReadonlyMap<string, number> {
    return this.#refusals;
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

  /** Asks for one more. */
  async ask(): Promise<void> {
    const isComment = this.#comments.length <= this.#participants.length;
    const attempts = isComment ? this.#comments : this.#participants;
    const attempt: Attempt = { text: `${this.#person.name} ${attempts.length}`, id: null };
    attempts.push(attempt);
    try {
      attempt.id = await (isComment ? this.#comment(attempt) : this.#participant(attempt));
    } catch (error) {
      const said = error instanceof Error ? error.message.slice(0, 60) : 'failed';
      this.#refusals.set(said, (this.#refusals.get(said) ?? 0) + 1);
    }
  }

  /** What is wrong with what the server has; `[]` where nothing is. */
  async faults(): Promise<readonly string[]> {
    const { direct } = this.#person;
    const project = this.#project;
    const comments = await direct.call('listComments', { transcript: this.#transcript });
    const participants = await direct.call('listParticipants', { project });
    return [
      ...differences('comment', this.#comments, this.#person.name, comments),
      ...differences(
        'participant',
        this.#participants,
        this.#person.name,
        participants.map(({ id, pseudonym }) => ({ id, text: pseudonym })),
      ),
    ];
  }

  async #askUntil(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      await this.ask();
      await new Promise((resolve) => setTimeout(resolve, this.#random.whole(60, 240)));
    }
  }

  async #comment({ text }: Attempt): Promise<string> {
    const params = { transcript: this.#transcript };
    const body = { target: { kind: 'transcript' }, text };
    return (await this.#person.caller.call('createComment', params, body)).id;
  }

  async #participant({ text }: Attempt): Promise<string> {
    const body = { pseudonym: text, description: '' };
    const params = { project: this.#project };
    return (await this.#person.caller.call('createParticipant', params, body)).id;
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
