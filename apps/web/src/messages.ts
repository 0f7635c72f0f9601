import { account } from './messages/account.ts';
import { adjudicating } from './messages/adjudicating.ts';
import { agreement } from './messages/agreement.ts';
import { cmocs } from './messages/cmocs.ts';
import { consolidating } from './messages/consolidating.ts';
import { devices } from './messages/devices.ts';
import { history } from './messages/history.ts';
import { importing } from './messages/importing.ts';
import { keptWork } from './messages/kept-work.ts';
import { members } from './messages/members.ts';
import { overview } from './messages/overview.ts';
import { entering } from './messages/entering.ts';
import { redacting } from './messages/redacting.ts';
import { rounds } from './messages/rounds.ts';
import { shared } from './messages/shared.ts';
import { signing } from './messages/signing.ts';
import { theory } from './messages/theory.ts';
import { way } from './messages/way.ts';

/**
 * The one catalogue of every sentence that a person reads on these pages, by place. English
 * alone for now; what varies is a parameter, and numbers and dates go through Intl.
 */
export const say = {
  ...shared,
  account,
  adjudicating,
  agreement,
  cmocs,
  consolidating,
  devices,
  entering,
  history,
  importing,
  keptWork,
  members,
  overview,
  redacting,
  rounds,
  signing,
  theory,
  way,
} as const;
