/** Limits that server and web share. Each is told to the person whom it stops. */
export const LIMITS = {
  /** One message of a document, bytes. */
  messageBytes: 1024 * 1024,
  /** One document, bytes once merged. */
  documentBytes: 32 * 1024 * 1024,
  /** Documents open over one tunnel. */
  channels: 256,
  /** Sockets of documents of one account, in all its tabs and on all its devices; a tab has one. */
  socketsPerAccount: 128,
  /** Sustained counted messages a second per document connection, and the burst above it. */
  updatesPerSecond: 50,
  updatesBurst: 500,
  /** Bytes waiting to be sent to one connection before it is dropped as too slow. */
  outgoingBytes: 4 * 1024 * 1024,
  /** One imported file, bytes. */
  fileBytes: 24 * 1024 * 1024,
  /** Turns of one transcript. */
  turns: 50_000,
  /** UTF-16 units of one transcript. */
  textUtf16: 4_000_000,
  /** UTF-16 units of a memo, a restatement or a comment. */
  noteUtf16: 20_000,
  /** UTF-16 units of the words that a comment on a passage is about. */
  quoteUtf16: 20_000,
  /** How long a lease on a text holds from each renewal, milliseconds. */
  leaseMs: 60_000,
  /** UTF-16 units of the words that one redaction takes out of a text. */
  redactedUtf16: 5_000,
  /** And of what stands there instead; shorter than words that are told by themselves (anchor-context.ts). */
  replacementUtf16: 24,
  /** Versions of one text that are kept, and their bytes; of more, the oldest but the first go. */
  historyVersions: 100,
  historyBytes: 64 * 1024 * 1024,
  /** Of one project: members, transcripts, rounds, participants, and invites that are open. */
  projectMembers: 200,
  transcripts: 2_000,
  rounds: 200,
  /** Changes of one round's date, and of who is in it, that its record names. */
  roundChanges: 400,
  /** How often one round is opened again for a coder. */
  reopenings: 400,
  participants: 5_000,
  openInvites: 200,
  /** Comments on one transcript. */
  comments: 10_000,
  /** Flags on one transcript, and UTF-16 units of the note on one. */
  flags: 2_000,
  flagNoteUtf16: 500,
  /** UTF-16 units of a reason: of a decision, an answer, a sign-off, a memo on combining. */
  reasonUtf16: 4_000,
  /** UTF-16 units of the words of one span that is agreed. */
  agreedUtf16: 200_000,
  /** Lead's ties of sketches on one transcript. */
  ties: 2_000,
  /** Of one project: CMOCs, retired ones too, outcome groups, combinings and dividings, links for reviewers. */
  cmocs: 1_000,
  outcomeGroups: 100,
  lineages: 1_000,
  reviewLinks: 500,
  /** Of one CMOC: parts, pieces of evidence, versions; and into how many one is divided. */
  cmocParts: 100,
  evidence: 2_000,
  cmocVersions: 200,
  dividedInto: 12,
  /** How often one place is decided, or one version signed by one member. */
  rulings: 200,
  /** Places at which one redaction takes words out of a text. */
  redactionPlaces: 10_000,
  /** Projects of one account, and how many of them may be demo studies. */
  projects: 500,
  demoStudies: 5,
  /** One state of presence, bytes of JSON. */
  presenceBytes: 512,
} as const;
