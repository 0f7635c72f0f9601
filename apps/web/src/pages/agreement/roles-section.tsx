import { Link } from '@tanstack/react-router';
import type { AgreementAnswer, AgreementTranscript } from '@triad/collab';
import type { Role } from '@triad/realist';
import { compareRoles } from '@triad/realist';
import { agreement } from '../../messages/agreement.ts';
import { number } from '../../messages/format.ts';
import { say } from '../../messages.ts';
import { RoleBadge } from '../../ui/index.ts';
import { heatOf } from './figure-format.ts';

const words = agreement.roles;
type RolePairs = AgreementAnswer['roles'];

/** Role against role, each pair of roles once, and how often one of two coders marked nothing. */
export function RolesSection({
  project,
  answer: { roles, transcripts },
}: {
  readonly project: string;
  readonly answer: Pick<AgreementAnswer, 'roles' | 'transcripts'>;
}) {
  const named = [...new Set(roles.flatMap(({ a, b }) => (b === null ? [a] : [a, b])))].sort(
    compareRoles,
  );
  const most = Math.max(1, ...roles.map(({ places }) => places));
  return (
    <section aria-labelledby="agreement-roles" className="stack tight">
      <h3 id="agreement-roles" className="label">
        {words.title}
      </h3>
      {named.length === 0 ? (
        <p className="muted">{words.none}</p>
      ) : (
        <>
          <p className="small faint">{words.lead}</p>
          <div className="scrolls-wide">
            <table className="heat">
              <caption className="visually-hidden">{words.caption}</caption>
              <thead>
                <tr>
                  <th scope="col">
                    <span className="visually-hidden">{words.role}</span>
                  </th>
                  {named.map((role) => (
                    <th key={role} scope="col">
                      <RoleBadge role={role} />
                    </th>
                  ))}
                  <th scope="col" className="small">
                    {words.nobody}
                  </th>
                </tr>
              </thead>
              <tbody>
                {named.map((a, row) => (
                  <tr key={a}>
                    <th scope="row">
                      <span className="row">
                        <RoleBadge role={a} decorative />
                        {say.roles[a]}
                      </span>
                    </th>
                    {named.map((b, column) =>
                      column < row ? (
                        <td key={b} className="heat-none">
                          <span className="visually-hidden">{words.above}</span>
                        </td>
                      ) : (
                        <Cell
                          key={b}
                          {...{ project, a, b, most }}
                          n={placesWith(roles, a, b)}
                          leadsTo={firstWith(transcripts, a, b)}
                        />
                      ),
                    )}
                    <Cell
                      {...{ project, a, most }}
                      b={null}
                      n={placesWith(roles, a, null)}
                      leadsTo={null}
                    />
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

function Cell({
  project,
  a,
  b,
  n,
  most,
  leadsTo,
}: {
  readonly project: string;
  readonly a: Role;
  readonly b: Role | null;
  readonly n: number;
  readonly most: number;
  /** The transcript with the first of the places behind it; null where they are no difference. */
  readonly leadsTo: string | null;
}) {
  const about = words.cell(say.roles[a], b === null ? words.nobody : say.roles[b], n);
  return (
    <td className="num" title={about} style={heatOf(n / most)}>
      {leadsTo === null ? (
        number(n)
      ) : (
        <Link
          to="/projects/$project/agreement/$transcript"
          params={{ project, transcript: leadsTo }}
          search={{ kind: 'role', role: `${a},${b}` }}
          aria-label={words.show(about)}
        >
          {number(n)}
        </Link>
      )}
    </td>
  );
}

/** The first transcript on which coders differ by these two roles. */
function firstWith(transcripts: readonly AgreementTranscript[], a: Role, b: Role): string | null {
  const has = ({ result }: AgreementTranscript): boolean =>
    result?.places.rolePairs.some(
      (pair) => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a),
    ) === true;
  return transcripts.find(has)?.id ?? null;
}

function placesWith(roles: RolePairs, a: Role, b: Role | null): number {
  return roles
    .filter((pair) => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a))
    .reduce((sum, { places }) => sum + places, 0);
}
