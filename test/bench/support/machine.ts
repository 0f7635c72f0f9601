import { cpus, loadavg, totalmem } from 'node:os';

/** The machine on which figures were taken, and how busy it was with other things. */
export function describeMachine(chromium: string | null = null): string {
  const processors = cpus();
  const parts = [
    new Date().toISOString().slice(0, 10),
    processors[0]?.model.trim() ?? 'unknown processor',
    `${processors.length} cores`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `Node ${process.versions.node}`,
  ];
  if (chromium !== null) parts.push(`Chromium ${chromium}, headless, no GPU`);
  parts.push(`load ${loadavg()[0]?.toFixed(1) ?? '?'} in the last minute`);
  return parts.join('; ');
}
