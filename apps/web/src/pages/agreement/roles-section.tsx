import type { AgreementAnswer } from '@triad/collab';
import type { Role } from '@triad/realist';
import { compareRoles } from '@triad/realist';
import { agreement } from '../../messages/agreement.ts';
import { number } from '../../messages/format.ts';
import { say } from '../../messages.ts';
import { RoleBadge } from '../../ui/index.ts';

const words = agreement.roles;
type RolePairs = AgreementAnswer['roles'];

/** Role against role, each pair of roles once, and how often one of two coders marked nothing. */
export function RolesSection({ roles }: { readonly roles: RolePairs }) {
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
          <div className="wide">
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
                        <Cell key={b} {...{ a, b, most }} n={placesWith(roles, a, b)} />
                      ),
                    )}
                    <Cell a={a} b={null} n={placesWith(roles, a, null)} most={most} />
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
  a,
  b,
  n,
  most,
}: {
  readonly a: Role;
  readonly b: Role | null;
  readonly n: number;
  readonly most: number;
}) {
  const about = words.cell(say.roles[a], b === null ? words.nobody : say.roles[b], n);
  return (
    <td className="num" title={about} style={{ '--tint': `${Math.round((n / most) * 26)}%` }}>
      {number(n)}
    </td>
  );
}

function placesWith(roles: RolePairs, a: Role, b: Role | null): number {
  return roles
    .filter((pair) => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a))
    .reduce((sum, { places }) => sum + places, 0);
}
