/**
 * UTF-16 that carries no mark, by where its zero bytes and line ends lie; null where the bytes are something else.
 * A few NULs in otherwise plain bytes are damage, not UTF-16.
 */
export function utf16WithoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, Math.min(bytes.length, 65_536) & ~1);
  const units = sample.length / 2;
  if (units < 8) return null;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let at = 0; at < sample.length; at += 2) {
    if (sample[at] === 0) evenZeros += 1;
    if (sample[at + 1] === 0) oddZeros += 1;
  }
  if (Math.max(evenZeros, oddZeros) < units * 0.4 && isTextWithNuls(sample)) return null;
  // Letters of most scripts share a high byte; spaces, digits and line ends have a high byte of zero.
  const least = units * 0.08;
  if (oddZeros >= least && evenZeros <= oddZeros * 0.1)
    return reads(sample, 'utf-16le') ? 'utf-16le' : null;
  if (evenZeros >= least && oddZeros <= evenZeros * 0.1)
    return reads(sample, 'utf-16be') ? 'utf-16be' : null;
  return null;
}

/** Whether, but for its NULs, the sample is UTF-8: the high bytes of UTF-16's scripts are control characters there. */
function isTextWithNuls(sample: Uint8Array): boolean {
  const rest = sample.filter((byte) => byte !== 0);
  const controls = rest.filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length;
  if (controls > rest.length * 0.02) return false;
  try {
    // The sample may end within a character.
    new TextDecoder('utf-8', { fatal: true }).decode(rest, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Whether the units, read so, are text: white space and letters, no controls, no halves of surrogate pairs. */
function reads(sample: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): boolean {
  const text = new TextDecoder(encoding).decode(sample);
  const odd = text.match(/[\u0000-\u0008\u000e-\u001f\ufffd\ue000-\uf8ff]|\p{Cn}/gu)?.length ?? 0; // oxlint-disable-line no-control-regex
  const white = text.match(/\s/g)?.length ?? 0;
  return odd <= text.length * 0.01 && white >= text.length * 0.02;
}
