import type { DocumentName } from '@triad/collab';
import { COLLAB_PATH, parseDocumentName, TUNNEL_PATH } from '@triad/collab';

/** What a path of the form `/collab/<name>?generation=&schema=&ack=1&lease=&account=` asks for. */
export type Target = {
  readonly name: DocumentName;
  /** Null where the client says none; it is never the document's then. */
  readonly generation: string | null;
  readonly schema: number | null;
  readonly acknowledge: boolean;
  /** Under which lease the text is to be edited; null for whoever only reads it. */
  readonly lease: string | null;
  /** For whom the page opened it; null where the client does not say. */
  readonly account: string | null;
};

/** A path with its query beyond this is no document's. */
const MAX_PATH = 2_048;

/** Which of the two doors a request's url names; null where it is another's. */
export function doorOf(url: string): 'collab' | 'tunnel' | null {
  const path = url.split('?', 1)[0] ?? '';
  if (path === TUNNEL_PATH) return 'tunnel';
  return path === COLLAB_PATH || path.startsWith(`${COLLAB_PATH}/`) ? 'collab' : null;
}

/** Null where the path names no document. */
export function parseTarget(url: string): Target | null {
  if (url.length > MAX_PATH || doorOf(url) !== 'collab') return null;
  const [path = '', query = ''] = splitOnce(url, '?');
  const name = decodeName(path.slice(COLLAB_PATH.length + 1));
  if (name === null) return null;
  const parameters = new URLSearchParams(query);
  const schema = parameters.get('schema');
  return {
    name,
    generation: parameters.get('generation'),
    schema: schema !== null && /^\d{1,9}$/.test(schema) ? Number(schema) : null,
    acknowledge: parameters.get('ack') === '1',
    lease: parameters.get('lease'),
    account: parameters.get('account'),
  };
}

function decodeName(path: string): DocumentName | null {
  try {
    return parseDocumentName(path.split('/').map(decodeURIComponent).join('/'));
  } catch {
    return null;
  }
}

function splitOnce(text: string, mark: string): readonly [string, string?] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
