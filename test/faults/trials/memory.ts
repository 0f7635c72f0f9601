import { readFileSync } from 'node:fs';
import type { Topology } from './topology.ts';

/** A server at work takes 150 MB; what is sent to it, and its crowds, may take as much again, and not grow. */
const MOST_MB = 500;

/** Which servers took more memory at once than they should, since they were started; nothing where the system does not tell. */
export function memoryFaults({ servers }: Topology): readonly string[] {
  return servers.flatMap(({ pid }) => {
    const mb = peakMb(pid);
    return mb > MOST_MB ? [`a server took ${mb} MB`] : [];
  });
}

function peakMb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}
