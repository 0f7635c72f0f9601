/* Both faces come from this server. Each file is fetched only where a page uses its letters. */
import '@fontsource/inter/400.css';
import '@fontsource/inter/600.css';
import '@fontsource/inter/700.css';
import '@fontsource/source-serif-4/400.css';
import '@fontsource/source-serif-4/400-italic.css';
import '@fontsource/source-serif-4/600.css';
import '@fontsource/source-serif-4/700.css';

/**
 * Fetches what a transcript is written in, ahead of its words: a face that comes later lays the
 * whole text out again.
 */
export function fetchReadingFonts(): void {
  for (const face of [
    '400 1em "Source Serif 4"',
    '400 1em Inter',
    '600 1em Inter',
    '700 1em Inter',
  ])
    void document.fonts.load(face).catch(() => undefined);
}
