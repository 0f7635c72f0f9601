import { afterEach, describe, expect, it, vi } from 'vitest';
import { copyText } from '../src/shell/copy-text.ts';

describe('copying a text', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('uses the clipboard where there is one', async () => {
    const written: string[] = [];
    browser({ writeText: async (text) => void written.push(text) });
    expect(await copyText('words')).toBe(true);
    expect(written).toEqual(['words']);
  });

  it('copies by the command where there is no clipboard', async () => {
    const { copied } = browser();
    expect(await copyText('words')).toBe(true);
    expect(copied).toEqual(['words']);
  });

  it('copies by the command where the clipboard refuses', async () => {
    const { copied } = browser({ writeText: () => Promise.reject(new Error('not allowed')) });
    expect(await copyText('words')).toBe(true);
    expect(copied).toEqual(['words']);
  });

  it.each(['says no', 'asks nobody', 'throws'] as const)(
    'answers no where the command %s',
    async (command) => {
      browser(undefined, command);
      expect(await copyText('words')).toBe(false);
    },
  );

  it('leaves what is copied later alone', async () => {
    const { copied, execCommand } = browser();
    await copyText('words');
    execCommand();
    expect(copied).toEqual(['words', '']);
  });
});

/** A page whose command asks for what is to be copied, as browsers do; in `copied` is what it got. */
function browser(
  clipboard?: { readonly writeText: (text: string) => Promise<void> },
  command: 'copies' | 'says no' | 'asks nobody' | 'throws' = 'copies',
) {
  const copied: string[] = [];
  const page = new EventTarget();
  const execCommand = (): boolean => {
    if (command === 'throws') throw new Error('not allowed');
    if (command === 'asks nobody') return true;
    let data = '';
    const event = Object.assign(new Event('copy', { cancelable: true }), {
      clipboardData: { setData: (_: string, text: string) => void (data = text) },
    });
    page.dispatchEvent(event);
    copied.push(data);
    return command === 'copies';
  };
  vi.stubGlobal('navigator', { clipboard });
  vi.stubGlobal('document', Object.assign(page, { execCommand }));
  return { copied, execCommand };
}
