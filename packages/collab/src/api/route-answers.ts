import type {
  AgreementAnswer,
  AgreementJob,
  FlagAnswer,
  TranscriptAgreementAnswer,
} from './agreement.ts';
import type {
  AdjudicationAnswer,
  AdjudicationOverview,
  BatchAnswer,
  DecisionAnswer,
  TieAnswer,
} from './adjudication.ts';
import type {
  CmocAnswer,
  CmocListAnswer,
  CreatedReviewLinkAnswer,
  ReviewLinkAnswer,
  ReviewLookAnswer,
} from './cmocs.ts';
import type { CandidateAnswer, ConsolidationAnswer, ConsolidationJob } from './consolidation.ts';
import type { ProvenanceAnswer } from './provenance.ts';
import type {
  AccountAnswer,
  CommentAnswer,
  CreatedInviteAnswer,
  FoundWordsAnswer,
  HistoryAnswer,
  InviteAnswer,
  InviteLookAnswer,
  LeaseAnswer,
  MemberAnswer,
  OwnReopeningAnswer,
  ParticipantAnswer,
  PreviewAnswer,
  ProjectAnswer,
  ProjectSummary,
  RedactionAnswer,
  RevealedAnswer,
  RoundAnswer,
  RoundRecordAnswer,
  SessionAnswer,
  TranscriptAnswer,
  TranscriptSummary,
  VersionTextAnswer,
} from './answers.ts';
import type { RouteName } from './routes.ts';

/** What each route answers; null for an empty answer (204), bytes for a file to be saved. */
export type RouteAnswers = Complete<{
  readSession: SessionAnswer;
  setup: SessionAnswer;
  /** And the project to go to. */
  setupDemo: SessionAnswer & { readonly project: string };
  signIn: SessionAnswer;
  signOut: null;
  redeemSignInLink: SessionAnswer & { readonly project: string | null };
  lookAtInvite: InviteLookAnswer;
  acceptInvite: SessionAnswer & { readonly project: string };
  changeAccount: AccountAnswer;
  changePassword: null;
  listProjects: readonly ProjectSummary[];
  createProject: ProjectAnswer;
  createDemo: ProjectAnswer;
  readProject: ProjectAnswer;
  changeProject: ProjectAnswer;
  removeProject: null;
  listMembers: readonly MemberAnswer[];
  changeMember: MemberAnswer;
  removeMember: null;
  listInvites: readonly InviteAnswer[];
  createInvite: CreatedInviteAnswer;
  removeInvite: null;
  openRound: RoundAnswer;
  changeRound: RoundAnswer;
  closeRound: RoundAnswer;
  reopenRound: RoundAnswer;
  closeAgain: RoundAnswer;
  setRoundDone: RoundAnswer;
  readRoundRecord: RoundRecordAnswer;
  readReopening: OwnReopeningAnswer;
  listParticipants: readonly ParticipantAnswer[];
  createParticipant: ParticipantAnswer;
  changeParticipant: ParticipantAnswer;
  removeParticipant: null;
  listTranscripts: readonly TranscriptSummary[];
  previewTranscript: PreviewAnswer;
  importTranscript: TranscriptSummary;
  readTranscript: TranscriptAnswer;
  changeTranscript: TranscriptSummary;
  removeTranscript: null;
  takeLease: LeaseAnswer;
  renewLease: LeaseAnswer;
  releaseLease: null;
  lookForWords: FoundWordsAnswer;
  redact: RedactionAnswer;
  readRevealed: RevealedAnswer;
  readHistory: HistoryAnswer;
  readVersion: VersionTextAnswer;
  readOriginal: Uint8Array;
  readAgreement: AgreementAnswer;
  changeAgreement: AgreementAnswer;
  workOutAgreement: AgreementJob;
  stopAgreement: null;
  exportAgreement: Uint8Array;
  readTranscriptAgreement: TranscriptAgreementAnswer;
  createFlag: FlagAnswer;
  settleFlag: FlagAnswer;
  removeFlag: null;
  readAdjudicationOverview: AdjudicationOverview;
  readAdjudication: AdjudicationAnswer;
  listDecisions: readonly DecisionAnswer[];
  readDecision: DecisionAnswer;
  decide: DecisionAnswer;
  changeDecision: DecisionAnswer;
  decideMany: BatchAnswer;
  undoMany: BatchAnswer;
  answerDecision: DecisionAnswer;
  tieSketches: TieAnswer;
  untieSketches: null;
  readProvenance: ProvenanceAnswer;
  readConsolidation: ConsolidationAnswer;
  consolidate: ConsolidationJob;
  stopConsolidation: null;
  undoStrategy: BatchAnswer;
  changeCandidate: CandidateAnswer;
  /** And the CMOC that it went into. */
  acceptCandidate: { readonly candidate: CandidateAnswer; readonly cmoc: string };
  listCmocs: CmocListAnswer;
  changeMethod: CmocListAnswer;
  createCmoc: CmocAnswer;
  readCmoc: CmocAnswer;
  changeCmoc: CmocAnswer;
  retireCmoc: CmocAnswer;
  combineCmocs: CmocListAnswer;
  divideCmoc: CmocListAnswer;
  undoLineage: CmocListAnswer;
  proposeCmoc: CmocAnswer;
  signOff: CmocAnswer;
  endObjection: CmocAnswer;
  remindSigners: null;
  exportSignOffs: Uint8Array;
  listReviewLinks: readonly ReviewLinkAnswer[];
  createReviewLink: CreatedReviewLinkAnswer;
  withdrawReviewLink: ReviewLinkAnswer;
  lookAtReview: ReviewLookAnswer;
  answerReview: ReviewLookAnswer;
  listComments: readonly CommentAnswer[];
  createComment: CommentAnswer;
  resolveComment: CommentAnswer;
  placeComment: CommentAnswer;
  removeComment: null;
}>;

/** A route without an answer here is an error of the type check. */
type Complete<Answers extends Readonly<Record<RouteName, unknown>>> = Answers;
