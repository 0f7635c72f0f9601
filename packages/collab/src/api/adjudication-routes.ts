import * as body from './adjudication-schemas.ts';
import { del, get, patch, post } from './route.ts';

/** Decisions on what coders marked, and candidates that come of them. */
export const ADJUDICATION_ROUTES = {
  readAdjudicationOverview: get('/api/projects/:project/adjudication', 'consolidation.read'),
  readAdjudication: get('/api/transcripts/:transcript/adjudication', 'decisions.read'),
  listDecisions: get('/api/transcripts/:transcript/decisions', 'decisions.read'),
  readDecision: get('/api/transcripts/:transcript/decisions/:decision', 'decisions.read'),
  decide: post('/api/transcripts/:transcript/decisions', 'decision.write', body.decideBody),
  changeDecision: patch(
    '/api/transcripts/:transcript/decisions/:decision',
    'decision.write',
    body.changeDecisionBody,
  ),
  decideMany: post(
    '/api/transcripts/:transcript/decisions/many',
    'decision.write',
    body.decideManyBody,
  ),
  undoMany: del('/api/transcripts/:transcript/decisions/many/:batch', 'decision.write'),
  answerDecision: post(
    '/api/transcripts/:transcript/decisions/:decision/answers',
    'decision.answer',
    body.answerDecisionBody,
  ),
  tieSketches: post('/api/transcripts/:transcript/ties', 'decision.write', body.tieBody),
  untieSketches: del('/api/transcripts/:transcript/ties/:tie', 'decision.write'),
  readProvenance: get('/api/transcripts/:transcript/provenance/:span', 'provenance.read'),

  readConsolidation: get('/api/projects/:project/consolidation', 'consolidation.read'),
  consolidate: post(
    '/api/projects/:project/consolidation',
    'consolidation.change',
    body.consolidateBody,
  ),
  stopConsolidation: del('/api/projects/:project/consolidation', 'consolidation.change'),
  undoStrategy: del('/api/projects/:project/consolidation/strategy/:batch', 'consolidation.change'),
  changeCandidate: patch(
    '/api/projects/:project/candidates/:candidate',
    'consolidation.change',
    body.changeCandidateBody,
  ),
  acceptCandidate: post(
    '/api/projects/:project/candidates/:candidate/accept',
    'consolidation.change',
    body.acceptCandidateBody,
  ),
} as const;
