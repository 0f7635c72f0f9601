/** What a time line of a caption file says. Seconds; null where a time cannot be read. */
export type CueTimes = {
  readonly start: number | null;
  readonly end: number | null;
  readonly fault: string | null;
};

const TIME = /^(?:(\d{1,6}):)?(\d{1,4}):(\d{1,2})(?:([.,])(\d{1,9}))?/;
const ARROW = /\s*(-{1,4}>|→)\s*/u;
const SETTINGS = /^(?:\s|$|line|size|position|align|vertical|region)/u;

/** Whether a line is meant to be the time line of a cue, well formed or not. */
export function isTimeLine(line: string): boolean {
  return line.includes('-->') ? /\d/.test(line) : /^\s*\d[\d:.,]*\s*(?:-{1,4}>|→)\s*\d/u.test(line);
}

/** Reads a time line; `fault` says in a few words what is wrong with it. */
export function readTimeLine(line: string): CueTimes {
  const arrow = ARROW.exec(line);
  if (arrow === null) return { start: null, end: null, fault: 'has no arrow' };
  const start = readTime(line.slice(0, arrow.index).trim(), false);
  const end = readTime(line.slice(arrow.index + arrow[0].length), true);
  let fault = start.fault ?? end.fault;
  if (fault === null && arrow[1] !== '-->') fault = 'has another arrow than "-->"';
  if (fault === null && start.mark !== '' && end.mark !== '' && start.mark !== end.mark)
    fault = 'mixes comma and full stop';
  if (
    fault === null &&
    start.seconds !== null &&
    end.seconds !== null &&
    end.seconds < start.seconds
  )
    fault = 'ends before it begins';
  return { start: start.seconds, end: end.seconds, fault };
}

function readTime(
  written: string,
  settings: boolean,
): { readonly seconds: number | null; readonly mark: string; readonly fault: string | null } {
  const bad = { seconds: null, mark: '', fault: 'holds a time that cannot be read' };
  const found = TIME.exec(written);
  if (found === null) return bad;
  const rest = written.slice(found[0].length);
  if (settings ? !SETTINGS.test(rest) : rest !== '') return bad;
  const minutes = Number(found[2]);
  const seconds = Number(found[3]);
  const total =
    Number(found[1] ?? 0) * 3600 +
    minutes * 60 +
    seconds +
    (found[5] === undefined ? 0 : Number(`0.${found[5]}`));
  const fault = minutes > 59 || seconds > 59 ? 'has more than 59 minutes or seconds' : null;
  return { seconds: total, mark: found[4] ?? '', fault };
}
