import { describe, expect, test } from 'vitest';
import { fillPath } from '../src/api/client.ts';
import {
  filterOf,
  readAgreementSearch,
  readPlaceSearch,
  searchOf,
  transcriptsIn,
} from '../src/pages/agreement/search.ts';

describe('the address of a place', () => {
  test('holds the difference and the filter', () => {
    const search = readPlaceSearch({
      place: 'role.1',
      kind: 'role',
      role: 'O,C,nonsense',
      coder: 'm',
      flagged: true,
      else: 1,
    });
    expect(search).toEqual({
      place: 'role.1',
      kind: 'role',
      role: 'C,O',
      coder: 'm',
      flagged: true,
    });
    // Whatever else the address has comes to the filter as it is.
    expect(filterOf({ kind: 'zzz' } as never).kind).toBeNull();
    expect({ ...searchOf(filterOf(search)), place: 'role.1' }).toEqual(search);
  });

  test('takes what it does not know for nothing', () => {
    expect(readPlaceSearch({ kind: 'agree', role: 7, coder: ['x'], flagged: 'yes' })).toEqual({});
    expect(readPlaceSearch({ place: 12 })).toEqual({ place: '12' });
  });

  test('of a project names transcripts', () => {
    expect(transcriptsIn(readAgreementSearch({ transcripts: 'a,b,' }))).toEqual(['a', 'b']);
    expect(transcriptsIn(readAgreementSearch({}))).toEqual([]);
    expect(
      fillPath('/api/projects/:project/agreement', { project: 'p' }, { transcripts: 'a,b' }),
    ).toBe('/api/projects/p/agreement?transcripts=a%2Cb');
  });
});
