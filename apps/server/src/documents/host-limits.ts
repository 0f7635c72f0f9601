import { LIMITS, NOOP_INTERVAL_MS } from '@triad/collab';

/** Bounds and times of the document server. Sizes in bytes, times in milliseconds. */
export type HostLimits = {
  /** One message of a document. */
  readonly messageBytes: number;
  /** One document, with what was appended since it was last folded. */
  readonly documentBytes: number;
  /** Structs of one document; a folded document needs some 200 bytes for each while it is read. */
  readonly documentStructs: number;
  /** UTF-16 units of a transcript's text. */
  readonly textUtf16: number;
  /** Documents open over one tunnel. */
  readonly channels: number;
  /** Sockets of all clients together. */
  readonly sockets: number;
  /** Sockets of one account, in all its tabs and on all its devices. */
  readonly socketsPerAccount: number;
  /** Counted messages (SyncStep2, updates) of one connection: a second, and the burst above it. */
  readonly updatesPerSecond: number;
  readonly updatesBurst: number;
  /** Their bytes. */
  readonly updateBytesPerSecond: number;
  readonly updateBytesBurst: number;
  /** All other messages of one connection (SyncStep1, awareness and its query). */
  readonly requestsPerSecond: number;
  readonly requestsBurst: number;
  /** Waiting to be sent to one socket before it is dropped as too slow. */
  readonly outgoingBytes: number;
  /** Waiting to be sent to all sockets, and to those of one account, before the greediest is dropped. */
  readonly unreadBytes: number;
  readonly unreadBytesPerAccount: number;
  /** Of documents that are being sent as answers at once, to all and to one account; the next wait. */
  readonly answersBytes: number;
  readonly answersBytesPerAccount: number;
  /** Handed to the line at once of what waits. */
  readonly pieceBytes: number;
  /** A socket that reads nothing of what waits for so long is dropped. */
  readonly stallMs: number;
  /** Taken from one socket and not on disk yet (or not looked at yet) before reading pauses. */
  readonly incomingBytes: number;
  readonly incomingMessages: number;
  /** To tell who is behind a request. */
  readonly identifyMs: number;
  /** To check one document's rights and to load it, once it is its turn. */
  readonly openMs: number;
  /** Clients who are identified, and documents that are opened, at once; the next wait their turn, so long at most. */
  readonly opensAtOnce: number;
  readonly turnMs: number;
  /** A document without connections stays in memory so long. */
  readonly idleMs: number;
  /** A one-document socket to which nothing was sent for so long gets a message of no effect. */
  readonly noopMs: number;
  /** A socket that answers no ping within this is ended. */
  readonly pingMs: number;
  /** Presence of one document is gathered so long before it is sent. */
  readonly presenceFlushMs: number;
  /** A presence state not renewed within this is not told to those who join. */
  readonly presenceStaleMs: number;
  /** After a close frame the socket is cut so soon. */
  readonly closeMs: number;
  /** Entries after the base that start a compaction, whatever they weigh. */
  readonly compactEntries: number;
  /** Below this weight of the entries after the base only their number starts one. */
  readonly compactBytes: number;
  /** One layer is told as changed at most once in this time. */
  readonly changeMs: number;
};

export const HOST_LIMITS: HostLimits = {
  messageBytes: LIMITS.messageBytes,
  documentBytes: LIMITS.documentBytes,
  documentStructs: 400_000,
  textUtf16: LIMITS.textUtf16,
  channels: LIMITS.channels,
  sockets: 20_000,
  socketsPerAccount: LIMITS.socketsPerAccount,
  updatesPerSecond: LIMITS.updatesPerSecond,
  updatesBurst: LIMITS.updatesBurst,
  updateBytesPerSecond: 1024 * 1024,
  updateBytesBurst: 16 * 1024 * 1024,
  requestsPerSecond: 50,
  requestsBurst: 300,
  outgoingBytes: LIMITS.outgoingBytes,
  unreadBytes: 384 * 1024 * 1024,
  unreadBytesPerAccount: 128 * 1024 * 1024,
  answersBytes: 192 * 1024 * 1024,
  answersBytesPerAccount: 64 * 1024 * 1024,
  pieceBytes: 64 * 1024,
  stallMs: 15_000,
  incomingBytes: 2 * 1024 * 1024,
  incomingMessages: 1_000,
  identifyMs: 5_000,
  openMs: 10_000,
  opensAtOnce: 64,
  turnMs: 20_000,
  idleMs: 30_000,
  noopMs: NOOP_INTERVAL_MS,
  pingMs: 30_000,
  presenceFlushMs: 50,
  presenceStaleMs: 30_000,
  closeMs: 2_000,
  compactEntries: 2_000,
  compactBytes: 64 * 1024,
  changeMs: 1_000,
};
