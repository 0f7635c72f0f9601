import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { SealingError } from './errors.ts';

/*
 * The form of a wrapped key, 64 bytes: 'TRK' and the version, a random nonce of 12, the key by
 * AES-256-GCM, a tag of 16. It is bound to the key's name.
 */

const FORM = Buffer.from([0x54, 0x52, 0x4b, 1]);
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;
export const WRAPPED_BYTES = FORM.length + NONCE_BYTES + KEY_BYTES + TAG_BYTES;

/** Wraps the keys of one key store with the server's key. */
export class Wrapping {
  readonly #key: Buffer;

  /** `store` is the id of the key store: the same server's key wraps differently for another. */
  constructor(serverKey: Uint8Array, store: string) {
    this.#key = Buffer.from(hkdfSync('sha256', serverKey, store, 'triad: wrapping', KEY_BYTES));
  }

  /** A secret for some other purpose, the same on every server that has this key; base64url of 32 bytes. */
  tokenFor(purpose: string): string {
    const about = `triad: token: ${purpose}`;
    return Buffer.from(hkdfSync('sha256', this.#key, '', about, KEY_BYTES)).toString('base64url');
  }

  wrap(name: string, key: Uint8Array): Uint8Array {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    cipher.setAAD(boundTo(name));
    const wrapped = cipher.update(key);
    cipher.final();
    return Buffer.concat([FORM, nonce, wrapped, cipher.getAuthTag()]);
  }

  /** Throws `sealing/damaged` for what is not the key of this name, wrapped by this server's key. */
  unwrap(name: string, wrapped: Uint8Array): Buffer {
    const bytes = Buffer.from(wrapped);
    if (bytes.length !== WRAPPED_BYTES || bytes.compare(FORM, 0, 4, 0, 4) !== 0) {
      throw damaged(name);
    }
    const nonce = bytes.subarray(FORM.length, FORM.length + NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo(name));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const key = decipher.update(bytes.subarray(FORM.length + NONCE_BYTES, -TAG_BYTES));
    try {
      decipher.final();
      return key;
    } catch {
      key.fill(0);
      throw damaged(name);
    }
  }
}

function boundTo(name: string): Buffer {
  return Buffer.concat([FORM, Buffer.from(name)]);
}

function damaged(name: string): SealingError {
  return new SealingError(
    'sealing/damaged',
    `the wrapped key ${name} is not one that this server's key wrapped under this name`,
  );
}
