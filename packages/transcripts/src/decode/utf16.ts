/**
 * UTF-16 that carries no mark, by where its zero bytes and line ends lie; null where the bytes are something else.
 * A few NULs in otherwise plain bytes are damage, not UTF-16.
 */
export function utf16WithoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, Math.min(bytes.length, 65_536) & ~1);
  const units = sample.length / 2;
  if (units < 2) return null;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let at = 0; at < sample.length; at += 2) {
    if (sample[at] === 0) evenZeros += 1;
    if (sample[at + 1] === 0) oddZeros += 1;
  }
  // Letters of most scripts share a high byte; spaces, digits and line ends have a high byte of zero.
  const least = units * 0.08;
  if (oddZeros >= least && evenZeros <= oddZeros * 0.1)
    return reads(sample, 'utf-16le') ? 'utf-16le' : null;
  if (evenZeros >= least && oddZeros <= evenZeros * 0.1)
    return reads(sample, 'utf-16be') ? 'utf-16be' : null;
  return null;
}

/** Whether the units, read so, are text: white space and letters, no controls, no halves of surrogate pairs. */
function reads(sample: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): boolean {
  const text = new TextDecoder(encoding).decode(sample);
  const odd = text.match(/[\u0000-\u0008\u000e-\u001f\ufffd\ue000-\uf8ff]|\p{Cn}/gu)?.length ?? 0; // oxlint-disable-line no-control-regex
  const white = text.match(/\s/g)?.length ?? 0;
  return odd <= text.length * 0.01 && white >= text.length * 0.02;
}
