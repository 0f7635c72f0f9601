import type { MarkRole } from '@triad/realist';
import { isMarkRole } from '@triad/realist';
import { Schema } from 'prosemirror-model';

/**
 * The sentence of a CMOC: paragraphs, of which there is one unless two leads began at once, of words
 * that bear one role at most. The names are those that the document's fields say.
 */
export const sentenceSchema = new Schema({
  nodes: {
    doc: { content: 'paragraph+' },
    paragraph: { content: 'text*', toDOM: () => ['p', 0], parseDOM: [{ tag: 'p' }] },
    text: {},
  },
  marks: {
    role: {
      attrs: { role: { validate: 'string' } },
      toDOM: ({ attrs }) => [
        'span',
        {
          class: `role-words ${roleOf(attrs)?.toLowerCase() ?? ''}`,
          'data-role': roleOf(attrs),
        },
        0,
      ],
      parseDOM: [
        {
          tag: 'span[data-role]',
          getAttrs: (element) => {
            const role = element.dataset['role'];
            return isMarkRole(role) ? { role } : false;
          },
        },
      ],
    },
  },
});

/** The role that the attributes of a mark say; null where they say none. */
export function roleOf(attrs: Readonly<Record<string, unknown>>): MarkRole | null {
  const { role } = attrs;
  return isMarkRole(role) ? role : null;
}
