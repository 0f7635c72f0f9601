export { ImportError, type ImportErrorCode } from './errors.ts';
export { importTranscript, type ImportFile, type ImportOptions } from './import-transcript.ts';
export { IMPORT_LIMITS, type ImportLimits } from './limits.ts';
export type {
  LeftOut,
  LeftOutKind,
  Transcript,
  TranscriptFormat,
  Turn,
  Warning,
} from './transcript.ts';
export {
  guessInterviewer,
  joinTurns,
  listSpeakers,
  mergeSpeakers,
  renameSpeaker,
  splitTurn,
  type SpeakerSummary,
} from './turns.ts';
