import { isIP } from 'node:net';
import { CommandProblem } from '../sentence-for.ts';

/** Where metrics are to be read. */
export type MetricsAddress = { readonly host: string; readonly port: number };

/**
 * What TRIAD_METRICS says: null where it is not set, a port alone on this machine, or host and port.
 * Throws {@link CommandProblem}.
 */
export function parseMetricsAddress(given: string | undefined): MetricsAddress | null {
  if (given === undefined || given === '') return null;
  const [whole, six, name, digits] =
    /^(?:(?:\[([^\]]*)\]|([\w.-]+)):)?(\d{1,5})$/.exec(given) ?? [];
  const host = six ?? name ?? '127.0.0.1';
  const port = Number(digits);
  const isHost = six === undefined ? isName(host) : isIP(host) === 6;
  if (whole === undefined || !isHost || port > 65_535) {
    throw new CommandProblem(
      'TRIAD_METRICS is a port, which this machine alone reaches, or host and port such as 10.0.0.5:9464 or [::1]:9464.',
    );
  }
  return { host, port };
}

/** What looks like an address must be one. */
function isName(host: string): boolean {
  return /^[\d.]+$/.test(host) ? isIP(host) === 4 : /^[a-z\d]([\w.-]*[a-z\d])?$/i.test(host);
}
