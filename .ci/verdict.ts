import { existsSync, readFileSync } from 'node:fs';

/**
 * Reads Vitest's JSON report: says how many tests ran, and fails where a suite that should have
 * run here did not, since a skipped suite is green otherwise. Beside the real files no test may be
 * skipped but the traced ones: whether tracing is allowed is not for the project to say.
 */
type Report = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      /** Of a test that passed: why it did not on the first try. */
      readonly failureMessages: readonly string[];
    }[];
  }[];
};

/** Folders, and files, of which at least one test must have passed. */
const SUITES = [
  'packages/realist',
  'packages/agreement',
  'packages/consolidation',
  'packages/interchange',
  'packages/collab',
  'packages/storage',
  'packages/storage/test/mongodb-conformance.test.ts',
  'packages/transcripts',
  'apps/server',
  'apps/server/test/server-on-mongodb.test.ts',
  'apps/server/test/cluster.test.ts',
  'apps/web',
  'test/faults',
  'test/topology.test.ts',
  'test/versions.test.ts',
  'test/e2e',
];

const file = process.argv[2];
if (file === undefined) throw new Error('verdict: give the report of the test run');
const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
const silent = SUITES.filter(
  (suite) =>
    !report.testResults.some(
      ({ name, assertionResults }) =>
        `${name}/`.includes(`/${suite}/`) &&
        assertionResults.some(({ status }) => status === 'passed'),
    ),
);
for (const suite of silent) console.error(`no test of ${suite} ran`);
const skipped = report.testResults
  .filter(({ name }) => !/\/test\/faults\/\w+-trace\.test\.ts$/.test(name))
  .flatMap(({ assertionResults }) => assertionResults)
  .filter(({ status }) => status === 'skipped' || status === 'pending');
for (const { fullName } of skipped) console.error(`skipped: ${fullName}`);
const passedLate = report.testResults
  .flatMap(({ assertionResults }) => assertionResults)
  .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0);
for (const { fullName, failureMessages } of passedLate) {
  console.error(`passed on the second try alone: ${fullName}\n${failureMessages.join('\n')}`);
}
const hasRealFiles = existsSync(new URL('../../shared/data', import.meta.url));
console.log(
  `${report.numPassedTests} passed, ${report.numFailedTests} failed, ${report.numPendingTests} skipped`,
);
if (
  silent.length > 0 ||
  (hasRealFiles && skipped.length > 0) ||
  report.numFailedTests > 0 ||
  report.numPassedTests === 0
) {
  process.exitCode = 1;
}
