// @vitest-environment jsdom
import { cmocFields, readCmoc, writeCmoc } from '@triad/collab';
import type { MarkRole } from '@triad/realist';
import { sentenceText } from '@triad/realist';
import type { Command } from 'prosemirror-state';
import { TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeDraftUndo } from '../src/pages/cmocs/draft-undo.ts';
import { insertForm, markAs, oneLine, roleAt } from '../src/pages/cmocs/sentence-commands.ts';
import { createSentenceView } from '../src/pages/cmocs/sentence-view.ts';
import { content, sentence } from './cmoc-made.ts';
import { Random } from './editing/random.ts';

const open: EditorView[] = [];
afterEach(() => {
  for (const view of open.splice(0)) view.destroy();
});

/** A lead at the sentence of a draft. */
class Lead {
  readonly doc: Y.Doc;
  readonly undo: Y.UndoManager;
  readonly view: EditorView;
  nothingToMark = 0;

  constructor(doc: Y.Doc) {
    this.doc = doc;
    this.undo = makeDraftUndo(doc);
    this.view = createSentenceView({
      place: document.createElement('div'),
      fragment: cmocFields(doc).sentence,
      undo: this.undo,
      label: 'sentence',
      description: '',
      roles: ['C', 'M', 'O'],
      onState: () => undefined,
      onNothingToMark: () => {
        this.nothingToMark += 1;
      },
    });
    open.push(this.view);
  }

  /** Of the first paragraph, by letters. */
  select(from: number, to = from): this {
    const { state } = this.view;
    this.view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, from + 1, to + 1)));
    return this;
  }

  selectWords(words: string): this {
    const at = this.view.state.doc.textContent.indexOf(words);
    return this.select(at, at + words.length);
  }

  type(text: string): this {
    this.view.dispatch(this.view.state.tr.insertText(text));
    return this;
  }

  run(command: Command): boolean {
    return command(this.view.state, this.view.dispatch);
  }

  press(key: string, more: KeyboardEventInit = {}): boolean {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
    return this.view.someProp('handleKeyDown', (handle) => handle(this.view, event)) === true;
  }

  paste(text: string): void {
    const event = new Event('paste', { cancelable: true }) as ClipboardEvent;
    Object.defineProperty(event, 'clipboardData', { value: { getData: () => text } });
    this.view.someProp('handlePaste', (handle) =>
      handle(this.view, event, this.view.state.selection.content()),
    );
  }

  get caret(): number {
    return this.view.state.selection.from - 1;
  }

  /** As the document says it, marks written in: `When [C:rain]`. */
  get said(): string {
    return readCmoc(this.doc)
      .sentence.map(({ text, role }) => (role === null ? text : `[${role}:${text}]`))
      .join('');
  }
}

function draft(text: string): Y.Doc {
  const doc = new Y.Doc();
  writeCmoc(doc, content({ sentence: sentence(text) }));
  return doc;
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

function exchange(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)), 'other');
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)), 'other');
}

describe('marks of a sentence', () => {
  test('are of the selected words, without the blanks around them', () => {
    const lead = new Lead(draft('When peers match, hope grows.'));
    lead.selectWords(' peers match').run(markAs('C'));
    lead.selectWords('hope grows').run(markAs('O'));
    expect(lead.said).toBe('When [C:peers match], [O:hope grows].');
  });

  test('a word has one mark, the last', () => {
    const lead = new Lead(draft('When [C:peers match], hope grows.'));
    lead.selectWords('match, hope').run(markAs('M'));
    expect(lead.said).toBe('When [C:peers ][M:match, hope] grows.');
  });

  test('change and go without a selection, of the words at the caret', () => {
    const lead = new Lead(draft('When [C:peers match], hope.'));
    expect(roleAt(lead.select(7).view.state)).toBe('C');
    lead.run(markAs('M'));
    expect(lead.said).toBe('When [M:peers match], hope.');
    lead.run(markAs(null));
    expect(lead.said).toBe('When peers match, hope.');
    expect(lead.run(markAs('O'))).toBe(false);
  });

  test('what is typed behind marked words is unmarked', () => {
    const lead = new Lead(draft('When peers match'));
    lead.selectWords('peers match').run(markAs('C'));
    lead.type(', hope');
    expect(lead.said).toBe('When [C:peers match], hope');
    // Within them it is marked.
    lead.select(9).type('x');
    expect(lead.said).toBe('When [C:peerxs match], hope');
  });

  test('are made by Alt with the letter, and say when there is nothing', () => {
    const lead = new Lead(draft('hope grows'));
    lead.selectWords('hope');
    expect(lead.press('o', { altKey: true })).toBe(true);
    expect(lead.said).toBe('[O:hope] grows');
    lead.select(10);
    lead.press('m', { altKey: true });
    expect(lead.nothingToMark).toBe(1);
    lead.select(2);
    lead.press('0', { altKey: true });
    expect(lead.said).toBe('hope grows');
  });
});

describe('a sentence stays one line', () => {
  test('Enter adds nothing', () => {
    const lead = new Lead(draft('hope'));
    lead.select(2);
    for (const more of [{}, { shiftKey: true }, { ctrlKey: true }]) {
      expect(lead.press('Enter', more)).toBe(true);
    }
    expect(lead.said).toBe('hope');
  });

  test('what is pasted is plain and on one line', () => {
    const lead = new Lead(draft('When , hope'));
    lead.select(5).paste('  peers\n\n match\t');
    expect(lead.said).toBe('When peers match, hope');
    expect(oneLine(' a \r\n b ')).toBe('a b');
  });

  test('a form fills an empty one alone', () => {
    const lead = new Lead(draft(''));
    expect(lead.run(insertForm('when-then-because'))).toBe(true);
    expect(lead.said).toBe('When [C:…], [O:…], because [M:…].');
    // The first gap is selected: what is typed fills it, and bears its mark.
    lead.type('peers match');
    expect(lead.said).toBe('When [C:peers match], [O:…], because [M:…].');
    expect(lead.run(insertForm('if-then-because'))).toBe(false);
  });

  test('one that is longer than a note is not taken', () => {
    const lead = new Lead(draft('hope'));
    lead.select(4).type('x'.repeat(20_001));
    expect(lead.said).toBe('hope');
  });
});

describe('a sentence written together', () => {
  test('what others write leaves the caret where it was', () => {
    const mine = new Lead(draft('When peers match, hope grows.'));
    const theirs = new Lead(copyOf(mine.doc));
    mine.selectWords('grows').view.focus();
    const before = mine.view.state.doc.textContent.slice(mine.caret);
    theirs.select(0).type('Often: ');
    exchange(mine.doc, theirs.doc);
    expect(mine.view.state.doc.textContent.slice(mine.caret)).toBe(before);
    mine.type('rises');
    exchange(mine.doc, theirs.doc);
    expect(theirs.said).toBe('Often: When peers match, hope rises.');
  });

  test('undo takes back one’s own and leaves theirs', () => {
    const mine = new Lead(draft('hope grows'));
    const theirs = new Lead(copyOf(mine.doc));
    mine.selectWords('hope').run(markAs('O'));
    theirs.select(10).type(' slowly');
    exchange(mine.doc, theirs.doc);
    mine.press('z', { ctrlKey: true });
    exchange(mine.doc, theirs.doc);
    expect([mine.said, theirs.said]).toEqual(['hope grows slowly', 'hope grows slowly']);
  });

  test('two that begin at once lose no word', () => {
    const empty = new Y.Doc();
    const mine = new Lead(empty);
    const theirs = new Lead(copyOf(empty));
    mine.type('mine');
    theirs.type('theirs');
    exchange(mine.doc, theirs.doc);
    // Neither editor takes the other's paragraph away when it writes on.
    mine.type('!');
    exchange(mine.doc, theirs.doc);
    const text = sentenceText(readCmoc(mine.doc).sentence);
    expect(text).toContain('mine');
    expect(text).toContain('theirs');
    expect(mine.said).toBe(theirs.said);
  });

  test.each([1, 2, 3, 4])('random edits and marks converge (seed %i)', (seed) => {
    const random = new Random(seed);
    const leads = [new Lead(draft('When [C:peers match], [O:hope grows].'))];
    leads.push(new Lead(copyOf(leads[0]?.doc ?? new Y.Doc())));
    const roles: readonly (MarkRole | null)[] = ['C', 'M', 'O', null];
    let marked = 0;
    for (let round = 0; round < 60; round += 1) {
      for (const lead of leads) {
        const { length } = lead.view.state.doc.textContent;
        const ends = [random.below(length + 1), random.below(length + 1)].sort((a, b) => a - b);
        lead.select(ends[0] ?? 0, Math.min((ends[0] ?? 0) + 9, ends[1] ?? 0));
        const act = random.below(4);
        if (act === 0) lead.type('new ');
        else if (act === 1) lead.view.dispatch(lead.view.state.tr.deleteSelection());
        else if (act === 2 && lead.run(markAs(roles[random.below(4)] ?? null))) marked += 1;
        else lead.undo.undo();
      }
      const [a, b] = leads;
      if (round % 3 === 0 && a !== undefined && b !== undefined) {
        exchange(a.doc, b.doc);
        expect(a.said).toBe(b.said);
        expect(a.view.state.doc.toJSON()).toEqual(b.view.state.doc.toJSON());
        expect(a.view.state.doc.textContent).toBe(sentenceText(readCmoc(a.doc).sentence));
      }
    }
    expect(marked).toBeGreaterThan(10);
  });
});
