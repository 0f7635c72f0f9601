/** Seconds from receiving an update to its acknowledgement up to which each is counted by itself. */
export const ACKNOWLEDGED_WITHIN_S = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10,
] as const;

/**
 * What the document server has counted since it began. Plain numbers that only grow: counting costs an
 * addition, whether anybody reads them or not, and names nobody.
 */
export class DocumentTally {
  /** Updates of clients that were taken and handed to the store. */
  clientUpdates = 0;
  /** The server's own. */
  serverUpdates = 0;
  /** Messages of clients that were acknowledged: updates, and those that brought nothing new. */
  acknowledgements = 0;
  /** Of clients' updates that were acknowledged: the sum of the seconds from receiving each. */
  acknowledgedSeconds = 0;
  /** How many of them took up to each of {@link ACKNOWLEDGED_WITHIN_S} but no less; the last: longer. */
  readonly acknowledgedWithin: number[] = Array.from(
    { length: ACKNOWLEDGED_WITHIN_S.length + 1 },
    () => 0,
  );
  /** How often the server ended or refused a connection, by close code. */
  readonly closes = new Map<number, number>();

  /** An update is on disk, so long after it was received. */
  acknowledged(ms: number): void {
    const seconds = ms / 1_000;
    this.acknowledgedSeconds += seconds;
    let bucket = 0;
    // Mostly in the first few: a search by halves would not be quicker.
    while (seconds > (ACKNOWLEDGED_WITHIN_S[bucket] ?? Infinity)) bucket += 1;
    this.acknowledgedWithin[bucket] = (this.acknowledgedWithin[bucket] ?? 0) + 1;
  }

  closed(code: number): void {
    this.closes.set(code, (this.closes.get(code) ?? 0) + 1);
  }
}
