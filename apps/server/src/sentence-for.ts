import { StorageError } from '@triad/storage';
import { Refusal } from './refusal.ts';

/** A command line that cannot go on, with one sentence for whoever typed it. */
export class CommandProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandProblem';
  }
}

/** One line for the operator about whatever was thrown. */
export function sentenceFor(error: unknown): string {
  if (
    error instanceof CommandProblem ||
    error instanceof Refusal ||
    error instanceof StorageError
  ) {
    return error.message.replace(/\s+/g, ' ');
  }
  if (error instanceof Error) {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    const port = 'port' in error ? String(error.port) : '';
    if (code === 'EADDRINUSE') {
      return `Port ${port} is in use. Choose another with --port, or end the program that uses it.`;
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      return 'This machine has no such address. Choose another with --host.';
    }
    if (code === 'EACCES' || code === 'EPERM') {
      return 'The data folder or the port is not allowed to this user. Choose another with --data or --port.';
    }
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      return `The disk is full: there is no room for ${roomFor(error)}. Nothing was finished. Make room on it, or choose another, and try again.`;
    }
    return `Something went wrong (${[error.name, code].filter(Boolean).join(' ')}). Set TRIAD_LOG=debug and try again to see where.`;
  }
  return 'Something went wrong.';
}

/** What was being written when there was no more room. */
function roomFor(error: object): string {
  if ('dest' in error && typeof error.dest === 'string') return error.dest;
  return 'path' in error && typeof error.path === 'string' ? error.path : 'what is to be written';
}
