import type { LabelDecision } from './labels/decide.ts';
import type { Notes } from './notes.ts';
import type { ParsedSource } from './source-line.ts';

/** How many lines at the end of a file are looked at, and how long they may be. */
const MAX_LINES = 3;
const MAX_UTF16 = 160;

/** `Transcribed by …`, as services and persons sign their work, in several languages. */
const MADE_BY =
  /^[[(*_]*(?:this (?:transcript|transcription) (?:was|has been) (?:automatically )?(?:transcribed|created|generated|made|produced|provided|exported)|(?:automatically |machine[- ])?(?:transcribed|transcript(?:ion)?(?: (?:created|generated|made|produced|provided|prepared))?|captioned|subtitled|subtitles|captions) (?:by|with|using|from|on)|transkribiert (?:von|mit|durch)|transkription (?:von|durch)|untertitel(?:ung)? (?:von|durch|im auftrag)|transcrit par|transcription (?:par|réalisée)|sous-titr(?:es|é|age) (?:par|réalisés?)|transcrito (?:por|con|com)|transcripción (?:de|por|realizada)|transcrição (?:de|por)|subtítulos (?:de|por|realizados)|legendas (?:de|por|pela)|trascritto da|trascrizione (?:di|a cura)|sottotitoli (?:di|a cura|e revisione)|getranscribeerd (?:door|met)|ondertitel(?:d|ing) (?:door|van)|transkriberad (?:av|med)|undertexter (?:av|från)|transskriberet af|transkribert av|undertekster (?:av|af)|litteroinut|transkrypcja|przepisał[ao]?|расшифровано|расшифровка|субтитры|deşifre eden|çeviri yazı)(?![\p{L}\p{M}])|^(?:转录|轉錄|逐字稿|字幕|文字起こし|속기|자막)(?:者|by|由|：|:)/iu;
/** A line that is an address and little else: `https://otter.ai`, `www.example.org - the fastest transcripts`. */
const ADDRESS =
  /^(?:(?:powered|generated|created|made|produced|provided|exported|recorded) (?:by|with|using|from|in)\b.{0,80})?(?:https?:\/\/|www\.)\S+\/?[.)\]]*$/iu;

/**
 * What a service or a person signs a transcript with, below the last words: nobody in the conversation says it. Returns
 * the source without it; what is taken away is in `notes`.
 */
export function leaveCredits(
  source: ParsedSource,
  decision: LabelDecision,
  notes: Notes,
): ParsedSource {
  const { lines } = source;
  let from = lines.length;
  // Never the whole file, and never what a label gives to somebody.
  while (from > 1 && lines.length - from < MAX_LINES) {
    const line = lines[from - 1];
    if (line === undefined || (decision.labels[from - 1] ?? null) !== null) break;
    if (line.voice !== null || line.join === 'wrap' || line.text.length > MAX_UTF16) break;
    if (!MADE_BY.test(line.text) && !ADDRESS.test(line.text)) break;
    from -= 1;
  }
  const first = lines[from];
  if (first === undefined) return source;
  const text = lines
    .slice(from)
    .map((line) => line.text)
    .join('\n');
  notes.leave('comment', text, first.line, from, lines.at(-1)?.line);
  notes.warn(
    'transcript/credits',
    'The end of the file says who made the transcript; it was left out of the turns. If somebody says these words, take them back in the preview.',
    first.line,
  );
  return { ...source, lines: lines.slice(0, from) };
}
