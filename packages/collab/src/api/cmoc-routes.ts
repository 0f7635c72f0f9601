import * as body from './cmoc-schemas.ts';
import { get, patch, post, put } from './route.ts';

/** CMOCs, their sign-off, and links for outside reviewers. */
export const CMOC_ROUTES = {
  listCmocs: get('/api/projects/:project/cmocs', 'cmoc.read'),
  changeMethod: put('/api/projects/:project/method', 'method.change', body.methodBody),
  createCmoc: post('/api/projects/:project/cmocs', 'cmoc.write', body.createCmocBody),
  readCmoc: get('/api/projects/:project/cmocs/:cmoc', 'cmoc.read'),
  changeCmoc: patch('/api/projects/:project/cmocs/:cmoc', 'cmoc.write', body.changeCmocBody),
  retireCmoc: post('/api/projects/:project/cmocs/:cmoc/retire', 'cmoc.write', body.retireBody),
  combineCmocs: post('/api/projects/:project/cmocs/combine', 'cmoc.write', body.combineBody),
  divideCmoc: post('/api/projects/:project/cmocs/:cmoc/divide', 'cmoc.write', body.divideBody),
  undoLineage: post(
    '/api/projects/:project/lineages/:lineage/undo',
    'cmoc.write',
    body.undoLineageBody,
  ),

  proposeCmoc: post(
    '/api/projects/:project/cmocs/:cmoc/versions',
    'sign-off.change',
    body.proposeBody,
  ),
  signOff: post('/api/projects/:project/cmocs/:cmoc/sign-offs', 'cmoc.sign', body.signOffBody),
  endObjection: post(
    '/api/projects/:project/cmocs/:cmoc/sign-offs/:signOff/end',
    'cmoc.sign',
    body.endObjectionBody,
  ),
  remindSigners: post('/api/projects/:project/reminders', 'sign-off.change', body.remindBody),
  exportSignOffs: get('/api/projects/:project/sign-offs/export', 'cmoc.read'),

  listReviewLinks: get('/api/projects/:project/reviews', 'reviews.change'),
  createReviewLink: post(
    '/api/projects/:project/reviews',
    'reviews.change',
    body.createReviewLinkBody,
  ),
  withdrawReviewLink: post(
    '/api/projects/:project/reviews/:review/withdraw',
    'reviews.change',
    body.withdrawReviewLinkBody,
  ),
  lookAtReview: post('/api/reviews/look', 'anyone', body.lookAtReviewBody),
  answerReview: post('/api/reviews/answer', 'anyone', body.answerReviewBody),
} as const;
