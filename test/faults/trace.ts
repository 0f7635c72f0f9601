import { encodeAcknowledgement } from '@triad/collab';

/** What matters of a trace, in the order in which it happened. */
export type TracedEvent =
  /** Something arrived on a socket. */
  | { readonly kind: 'arrival' }
  /** A write to the write-ahead log began. */
  | { readonly kind: 'write' }
  /** A flush of the write-ahead log returned. */
  | { readonly kind: 'flushed' }
  /** The acknowledgement of this count began to be sent. */
  | { readonly kind: 'acknowledgement'; readonly count: number };

/**
 * Reads what `strace -f -y` wrote: one call a line, `<thread> <call>(<fd><<file>>, …) = <result>`.
 * A call that was interrupted by another thread's stands on two lines, `<unfinished ...>` and
 * `<... call resumed>`; a flush counts where it returns.
 */
export function readTrace(text: string): readonly TracedEvent[] {
  const events: TracedEvent[] = [];
  const flushing = new Set<string>();
  for (const line of text.split('\n')) {
    const match = /^(\d+)\s+(.*)$/.exec(line);
    const [, thread = '', call = ''] = match ?? [];
    if (/^f(data)?sync\(\d+<[^>]*-wal>/.test(call)) {
      if (call.includes('<unfinished')) flushing.add(thread);
      else if (/=\s*0$/.test(call)) events.push({ kind: 'flushed' });
    } else if (/^<\.\.\. f(data)?sync resumed/.test(call)) {
      if (flushing.delete(thread) && /=\s*0$/.test(call)) events.push({ kind: 'flushed' });
    } else if (/^pwrite64\(\d+<[^>]*-wal>/.test(call)) events.push({ kind: 'write' });
    else if (/^(read|recvfrom|recvmsg)\(\d+<(socket|TCP)/.test(call)) {
      events.push({ kind: 'arrival' });
    } else if (/^(write|writev|sendto|sendmsg)\(\d+<(socket|TCP)/.test(call)) {
      const count = sentCount(call);
      if (count !== null) events.push({ kind: 'acknowledgement', count });
    }
  }
  return events;
}

/** Counts that were acknowledged without a flush of what had been written since the arrival, or never. */
export function unflushedAcknowledgements(
  events: readonly TracedEvent[],
  last: number,
): readonly number[] {
  const honest = new Set<number>();
  let stage: 'waiting' | 'arrived' | 'written' | 'flushed' = 'waiting';
  for (const event of events) {
    if (event.kind === 'acknowledgement') {
      if (stage === 'flushed') honest.add(event.count);
      stage = 'waiting';
    } else if (event.kind === 'arrival') {
      if (stage === 'waiting') stage = 'arrived';
    } else if (event.kind === 'write') {
      if (stage !== 'waiting') stage = 'written';
    } else if (stage === 'written') stage = 'flushed';
  }
  return Array.from({ length: last }, (_, index) => index + 1).filter(
    (count) => !honest.has(count),
  );
}

/** The count in a WebSocket frame that is an acknowledgement and nothing else, up to 127. */
function sentCount(call: string): number | null {
  const sent = [...call.matchAll(/"((?:[^"\\]|\\.)*)"/g)].flatMap(([, piece = '']) =>
    bytesOf(piece),
  );
  const count = sent.at(-1) ?? 0;
  const frame = encodeAcknowledgement(count);
  const expected = [0x82, frame.length, ...frame];
  return sent.length === expected.length && expected.every((byte, at) => sent[at] === byte)
    ? count
    : null;
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, v: 11, f: 12 };

/** The bytes of a string as strace prints it. */
function bytesOf(printed: string): readonly number[] {
  return [...printed.matchAll(/\\([0-7]{1,3})|\\(.)|([^\\])/gs)].map(
    ([, octal, escaped, plain]) => {
      if (octal !== undefined) return Number.parseInt(octal, 8);
      if (escaped !== undefined) return ESCAPES[escaped] ?? escaped.charCodeAt(0);
      return (plain ?? '').charCodeAt(0);
    },
  );
}
