import type { Act, RouteAnswers, RouteName, ROUTES } from '@triad/collab';
import type { Request, Response } from 'express';
import type { output, ZodType } from 'zod';
import type { SignedIn } from '../accounts/sessions.ts';
import type { CandidateBody, DecisionBody, TieBody } from '../data/adjudication-records.ts';
import type { CmocBody, LineageBody, ReviewLinkBody, SignOffBody } from '../data/cmoc-records.ts';
import type {
  CommentBody,
  FlagBody,
  InviteBody,
  MemberBody,
  ParticipantBody,
  RoundBody,
  TranscriptBody,
  VersionBody,
} from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Membership } from '../projects/membership.ts';

/** Bytes to be saved by the browser under this name. */
export type FileAnswer = { readonly fileName: string; readonly bytes: Uint8Array };

/** The bytes of a file to be read, with its name. */
export type FileBody = { readonly name: string; readonly bytes: Uint8Array };

/** The parts of an import: the field `transcript` as JSON, and the file, if it was sent. */
export type ImportParts = { readonly transcript: unknown; readonly original: Uint8Array | null };

type Routes = typeof ROUTES;
type ThingsOf<Path extends string> = Pick<Things, NamesIn<Path> & keyof Things>;
type NamesIn<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** What the names in a path can stand for, found and checked to belong together. */
export type Things = {
  readonly project: Membership['project'];
  readonly transcript: Row<TranscriptBody>;
  readonly comment: Row<CommentBody>;
  readonly flag: Row<FlagBody>;
  readonly invite: Row<InviteBody>;
  readonly member: Row<MemberBody>;
  readonly participant: Row<ParticipantBody>;
  readonly round: Row<RoundBody>;
  readonly version: Row<VersionBody>;
  readonly decision: Row<DecisionBody>;
  readonly tie: Row<TieBody>;
  readonly candidate: Row<CandidateBody>;
  readonly cmoc: Row<CmocBody>;
  readonly lineage: Row<LineageBody>;
  readonly signOff: Row<SignOffBody>;
  readonly review: Row<ReviewLinkBody>;
};

type BodyOf<Body> = Body extends ZodType
  ? output<Body>
  : Body extends 'file'
    ? FileBody
    : Body extends 'multipart'
      ? ImportParts
      : null;

type CallerOf<Needs> = Needs extends 'anyone'
  ? { readonly signedIn: SignedIn | null }
  : Needs extends 'account'
    ? { readonly signedIn: SignedIn }
    : Needs extends Act
      ? { readonly signedIn: SignedIn; readonly me: Membership }
      : never;

/** What a handler is given: the caller, what the path names, the parsed body. */
export type Call<N extends RouteName> = CallerOf<Routes[N]['needs']> & {
  readonly things: ThingsOf<Routes[N]['path']>;
  readonly body: BodyOf<Routes[N]['body']>;
  readonly request: Request;
  readonly response: Response;
};

/** As the contract says; bytes travel with the name under which the browser saves them. */
type Answer<N extends RouteName> = N extends 'readOriginal' | 'exportAgreement' | 'exportSignOffs'
  ? FileAnswer
  : RouteAnswers[N];

export type Handler<N extends RouteName> = (call: Call<N>) => Promise<Answer<N>>;

/** A route without handler, or a handler without route, is an error of the type check. */
export type Handlers = { readonly [N in RouteName]: Handler<N> };
