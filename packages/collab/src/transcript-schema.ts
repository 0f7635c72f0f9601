import { Schema } from 'prosemirror-model';

/**
 * The transcript's text: turn > paragraph > text. Turns carry an id of their own; their speaker is
 * a key into the transcript's record, so that a speaker can be renamed without touching the text,
 * and no name stands in the document.
 */
export const transcriptSchema = new Schema({
  nodes: {
    doc: { content: 'turn+' },
    turn: {
      content: 'paragraph+',
      attrs: {
        id: { default: '' },
        /** Key of a speaker in the transcript's record; empty where none was found. */
        speaker: { default: '' },
        /** Seconds from the start of the recording, or null. */
        start: { default: null },
        end: { default: null },
        /** Turns whose words may stand in this one after splits and joins: ids, a space between; or null. */
        from: { default: null },
      },
      defining: true,
      toDOM: (node) => ['section', { 'data-turn': node.attrs['id'] as string }, 0],
      parseDOM: [{ tag: 'section[data-turn]' }],
    },
    paragraph: {
      content: 'text*',
      toDOM: () => ['p', { dir: 'auto' }, 0],
      parseDOM: [{ tag: 'p' }],
    },
    text: {},
  },
});

/** Name of the Y.XmlFragment that holds the text in `transcript/<id>`. */
export const TEXT_FIELD = 'text';
