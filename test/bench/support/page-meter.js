/*
 * The part of the benches that runs in the page, put there before the page's own scripts. Plain
 * JavaScript, for it is sent as it stands; support/page-meter.ts says what it answers.
 *
 * What counts as painted: a change of the page is seen by a MutationObserver, or where words take a
 * role's hue by the page's CSS highlights being set (in the task that made it); the next animation
 * frame is the one that draws it, and a message posted from that frame's callback arrives once the
 * frame's style, layout and paint are done. Lines and letter of a new span come by elements, and are
 * timed apart. Times are of performance.now.
 */
globalThis.triadMeter = (() => {
  let press = null;
  let watched = null;
  let inKeydown = false;
  let onMarked = () => undefined;

  const text = () => document.querySelector('.text[role="textbox"]');

  /** Resolves with the time at which the frame after now has been drawn. */
  const drawn = () =>
    new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        channel.port1.close();
        resolve(performance.now());
      };
      requestAnimationFrame(() => channel.port2.postMessage(null));
    });

  const idle = () => new Promise((resolve) => requestIdleCallback(resolve));
  const frames = async (count) => {
    for (let i = 0; i < count; i += 1) await new Promise(requestAnimationFrame);
  };
  /** No long work follows: the page was idle in two frames one after the other. */
  const quiet = async () => {
    for (let i = 0; i < 2; i += 1) {
      await frames(2);
      await idle();
    }
  };

  const isMark = (node) =>
    node instanceof Element && (node.matches('.s, .r') || node.querySelector('.s') !== null);
  const observer = new MutationObserver((records) => {
    const marked = records.some(
      ({ type, target, addedNodes }) =>
        (type === 'childList' && [...addedNodes].some(isMark)) ||
        (type === 'attributes' && target instanceof Element && target.matches('.s')),
    );
    if (!marked) return;
    onMarked(inKeydown);
    const current = press;
    if (current?.kind === 'mark' && current.lines === null && current.keydownAt !== null) {
      current.lines = drawn();
    }
    seen('mark');
  });
  const setHighlight = HighlightRegistry.prototype.set;
  HighlightRegistry.prototype.set = function set(name, highlight) {
    if (name.startsWith('triad-new-') && highlight.size > 0) {
      onMarked(inKeydown);
      if (isAwaited(highlight)) seen('mark', true);
    }
    return setHighlight.call(this, name, highlight);
  };
  const toggled = new MutationObserver(() => seen('toggle'));
  /** Words that come or go, as against marks on them. */
  const typed = new MutationObserver((records) => {
    if (records.some(({ type }) => type !== 'attributes')) seen('type');
  });

  /** Of the words that are waited for, white space aside; where none are named any will do. */
  const isAwaited = (highlight) =>
    press === null ||
    press.words === null ||
    [...highlight].some((range) => withoutSpace(range.toString()).includes(press.words));
  const withoutSpace = (words) => words.replace(/\s/g, '');

  function seen(kind, isAwaited = false) {
    if (press === null || press.kind !== kind || press.changedAt !== null) return;
    // Elements change for anybody's span.
    if (press.words !== null && !isAwaited) return;
    // What changes before the key is not its doing; another's span comes without one.
    if (press.keydownAt === null) return;
    const current = press;
    current.changedAt = performance.now();
    void drawn().then(async (paintedAt) => {
      current.paintedAt = paintedAt;
      const late = new Promise((resolve) => setTimeout(() => resolve(null), 1_000));
      const lines = async () => {
        while (current.lines === null) await new Promise(requestAnimationFrame);
        return current.lines;
      };
      const linesPaintedAt =
        current.kind === 'mark' ? await Promise.race([lines(), late]) : paintedAt;
      await idle();
      current.resolve({
        linesPaintedAt,
        keydownAt: current.keydownAt ?? 0,
        startedAt: current.startedAt ?? 0,
        scriptMs: current.scriptMs,
        changedAt: current.changedAt,
        paintedAt,
        settledAt: performance.now(),
      });
      if (press === current) press = null;
    });
  }

  addEventListener(
    'keydown',
    (event) => {
      inKeydown = true;
      if (press === null || event.repeat) return;
      press.startedAt = performance.now();
      press.keydownAt = event.timeStamp;
    },
    true,
  );
  addEventListener('keydown', (event) => {
    if (event.key === 'F9') document.querySelector('.triad-sign')?.classList.toggle('triad-on');
    const current = press;
    // What the handlers left to microtasks belongs to them.
    queueMicrotask(() => {
      inKeydown = false;
      if (current !== null && current.startedAt !== null && current.scriptMs === null) {
        current.scriptMs = performance.now() - current.startedAt;
      }
    });
  });

  /** A sign in the corner whose colour a class changes: the cheapest visible answer to a key. */
  function addToggle() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '.triad-sign{position:fixed;left:0;bottom:0;width:24px;height:24px;background:#888;z-index:99}' +
        '.triad-sign.triad-on{background:#333}',
    );
    document.adoptedStyleSheets.push(sheet);
    const sign = document.createElement('div');
    sign.className = 'triad-sign';
    document.body.append(sign);
    toggled.observe(sign, { attributes: true, attributeFilter: ['class'] });
  }

  function watch() {
    const place = text();
    if (place === null) throw new Error('there is no text on the page');
    if (watched === place) return;
    watched = place;
    observer.observe(place, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['style', 'class'],
    });
  }

  const KINDS = { remote: 'mark', heard: 'type' };

  /**
   * Begins to wait for a key (`mark`, `toggle`, `type`), for another's span (`remote`), of these words,
   * or for another's correction of the text (`heard`).
   */
  function arm(kind, words) {
    watch();
    const isType = kind === 'type' || kind === 'heard';
    if (isType) typed.observe(text(), { subtree: true, childList: true, characterData: true });
    else typed.disconnect();
    let resolve;
    const promise = new Promise((done) => (resolve = done));
    press = {
      kind: KINDS[kind] ?? kind,
      words: words === undefined ? null : withoutSpace(words),
      keydownAt: kind in KINDS ? 0 : null,
      startedAt: null,
      scriptMs: null,
      changedAt: null,
      lines: null,
      resolve,
      promise,
    };
  }

  /** Null where nothing was seen within a few seconds. */
  const result = () => {
    const late = new Promise((resolve) => setTimeout(() => resolve(null), 4_000));
    return Promise.race([press?.promise ?? null, late]);
  };

  const turnText = (turn) => text()?.querySelectorAll('section.turn')[turn] ?? null;

  /** Brings a turn into view and waits until what comes with it is drawn. */
  async function show(turn) {
    const place = turnText(turn);
    const scroller = document.querySelector('.annotator');
    if (place === null || scroller === null) throw new Error('there is no such turn');
    scroller.scrollTop +=
      place.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 220;
    await quiet();
  }

  /** A range over a few words of a turn, from a share of its length on. */
  function wordsIn(turn, share, count) {
    const place = turnText(turn);
    if (place === null) return null;
    const words = [];
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      for (const match of node.data.matchAll(/[\p{L}\p{N}']{2,}/gu)) {
        words.push({ node, from: match.index, to: match.index + match[0].length });
      }
    }
    if (words.length < count + 1) return null;
    const first = Math.floor(share * (words.length - count));
    const range = document.createRange();
    const last = words[first + count - 1];
    range.setStart(words[first].node, words[first].from);
    range.setEnd(last.node, last.to);
    return range;
  }

  /** Where a mouse goes down and up to select those words; null where no such place is in view. */
  function drag(turn, share, count) {
    const range = wordsIn(turn, share, count);
    if (range === null) return null;
    const boxes = [...range.getClientRects()].filter(({ width }) => width > 0);
    const [first, last] = [boxes[0], boxes.at(-1)];
    if (first === undefined || last === undefined) return null;
    const place = {
      fromX: first.left + 1,
      fromY: first.top + first.height / 3,
      toX: last.right - 1,
      toY: last.top + last.height / 3,
    };
    const inText = (x, y) => text().contains(document.elementFromPoint(x, y));
    if (!inText(place.fromX, place.fromY) || !inText(place.toX, place.toY)) return null;
    return place;
  }

  /** Waits until words are selected, the toolbar stands beside them, and nothing else is going on. */
  async function selected() {
    for (let frame = 0; frame < 120; frame += 1) {
      const bar = document.querySelector('.float[role="toolbar"]');
      const there = bar !== null && getComputedStyle(bar).visibility === 'visible';
      if (there && !getSelection().isCollapsed) {
        await quiet();
        return getSelection().toString();
      }
      await frames(1);
    }
    return '';
  }

  /** How many spans the panel says that it lists. */
  const listedNow = () => {
    const shown = document.querySelector('.spans-count')?.textContent ?? '';
    return Number(shown.split(/of|·/)[0].replace(/\D/g, ''));
  };
  async function listed(least) {
    while (listedNow() < least) await frames(1);
  }

  /** Where to click to set the caret behind a word of a turn; null where no such place is in view. */
  function caretIn(turn, share) {
    const place = drag(turn, share, 1);
    return place === null ? null : { x: place.toX, y: place.toY };
  }

  /** Frame times of a scroll by script, turning round at either end; of fewer frames after 20 s. */
  async function scroll(step, count) {
    const scroller = document.querySelector('.annotator');
    scroller.scrollTop = 0;
    await quiet();
    const times = [];
    let direction = 1;
    const last = performance.now() + 20_000;
    await new Promise((resolve) => {
      let before = null;
      const frame = (now) => {
        if (before !== null) times.push(now - before);
        before = now;
        if (times.length >= count || now > last) return resolve();
        const most = scroller.scrollHeight - scroller.clientHeight;
        if (scroller.scrollTop + direction * step > most) direction = -1;
        else if (scroller.scrollTop + direction * step < 0) direction = 1;
        scroller.scrollTop += direction * step;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
    await quiet();
    return times;
  }

  /** What to add to performance.now to have the machine's clock; found at the edges of its ticks. */
  function clockOffset() {
    let offset = Number.NEGATIVE_INFINITY;
    for (const end = performance.now() + 60; performance.now() < end;) {
      offset = Math.max(offset, Date.now() - performance.now());
    }
    return offset;
  }

  /**
   * For the time of opening: selects a few words as soon as there are any, again and again until a
   * key press has marked some, and notes when the page reached what. `share` says which words: a
   * span equal to one that is there changes nothing that could be seen.
   */
  function watchOpening(spans, share) {
    const reached = { text: null, marks: null, key: null, painted: null, panel: null };
    onMarked = (byKey) => {
      if (!byKey || reached.key !== null || press === null) return;
      reached.key = press.keydownAt;
      void drawn().then((at) => (reached.painted = at));
    };
    const look = () => {
      const place = text();
      if (place !== null && place.childElementCount > 0) {
        watch();
        reached.text ??= performance.now();
        if (reached.marks === null && place.querySelector('.s') !== null) {
          reached.marks = performance.now();
        }
        if (reached.key === null) {
          press ??= {
            kind: 'opening',
            words: null,
            keydownAt: null,
            startedAt: null,
            scriptMs: null,
          };
          if (document.activeElement !== place) place.focus();
          if (getSelection().isCollapsed) {
            const range = wordsIn(1, share, 3);
            if (range !== null) {
              getSelection().setBaseAndExtent(
                range.startContainer,
                range.startOffset,
                range.endContainer,
                range.endOffset,
              );
            }
          }
        }
      }
      if (reached.panel === null && listedNow() >= spans) reached.panel = performance.now();
      if (reached.painted === null || reached.panel === null) requestAnimationFrame(look);
    };
    addEventListener('DOMContentLoaded', () => requestAnimationFrame(look));
    return reached;
  }
  let opening = null;

  return {
    addToggle,
    arm,
    result,
    show,
    drag,
    caretIn,
    selected,
    scroll,
    quiet,
    clockOffset,
    watchOpening: (spans, share) => void (opening = watchOpening(spans, share)),
    opened: () => opening,
    listed,
    turns: () => text()?.childElementCount ?? 0,
  };
})();
