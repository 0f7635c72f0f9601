import { annotator as words } from '../messages/annotator.ts';
import type { CommandId } from './keys.ts';
import type { AnnotatorSession } from './session.ts';
import { snapTo } from './snapping.ts';
import type { Unit } from './snapping.ts';

/** Runs a command of the text; false where the key is not the annotator's after all. */
export function runCommand(session: AnnotatorSession, command: CommandId): boolean {
  const act = COMMANDS[command];
  return act !== undefined && act(session) !== false;
}

/** What each does; false says that there was nothing for it. Those of the whole page are not here. */
const COMMANDS: { readonly [C in CommandId]?: (session: AnnotatorSession) => unknown } = {
  'mark-C': (session) => session.coding()?.mark('C'),
  'mark-M': (session) => session.coding()?.mark('M'),
  'mark-O': (session) => session.coding()?.mark('O'),
  'mark-I': (session) => session.coding()?.mark('I'),
  'mark-A': (session) => session.coding()?.mark('A'),
  'mark-undecided': (session) => session.coding()?.mark('undecided'),
  unsure: (session) => session.coding()?.toggleUnsure(),
  remove: (session) => session.coding()?.removeCurrent(),
  sketch: (session) => session.coding()?.tie(),
  'start-back': (session) => session.coding()?.moveBoundary('start', 'back'),
  'start-forward': (session) => session.coding()?.moveBoundary('start', 'forward'),
  'end-forward': (session) => session.coding()?.moveBoundary('end', 'forward'),
  'end-back': (session) => session.coding()?.moveBoundary('end', 'back'),
  undo: (session) => session.coding()?.undo(),
  redo: (session) => session.coding()?.redo(),
  'snap-word': (session) => snap(session, 'word'),
  'snap-sentence': (session) => snap(session, 'sentence'),
  'snap-turn': (session) => snap(session, 'turn'),
  next: (session) => step(session, 1),
  previous: (session) => step(session, -1),
  'spans-here': listHere,
  back: stepBack,
};

function snap(session: AnnotatorSession, unit: Unit): void {
  const range = snapTo(session.index, session.selection.get(), unit);
  if (range !== null) session.select(range);
}

/** To the next or previous span of the list, from the current one or the caret. */
function step(session: AnnotatorSession, direction: 1 | -1): void {
  const list = session.list();
  const current = session.layers.placed(session.current.get());
  let at = current === null ? -1 : list.indexOf(current);
  if (at < 0) {
    const caret = session.selection.get().startUtf16;
    const next = list.findIndex((placed) => placed.startUtf16 >= caret);
    const from = next < 0 ? list.length : next;
    at = direction === 1 ? from - 1 : from;
  }
  const target = list[at + direction];
  if (target !== undefined) session.showSpan({ member: target.member, span: target.span.id });
  else session.announce(direction === 1 ? words.announce.noNext : words.announce.noPrevious);
}

function listHere(session: AnnotatorSession): void {
  const here = session.spansAt(session.selection.get().startUtf16);
  session.choiceFocus.set(true);
  session.choice.set(here.length === 0 ? null : here);
  if (here.length === 0) session.announce(words.announce.noSpansHere);
}

/** Ends the list of spans, else the selection, else the open sketch, else what is current. */
function stepBack(session: AnnotatorSession): boolean {
  const selection = session.selection.get();
  if (session.choice.get() !== null) session.choice.set(null);
  else if (selection.startUtf16 !== selection.endUtf16) {
    session.select({ startUtf16: selection.startUtf16, endUtf16: selection.startUtf16 });
  } else if (session.openSketch.get() !== null) session.openSketch.set(null);
  else if (session.current.get() !== null) session.current.set(null);
  else return false;
  return true;
}
