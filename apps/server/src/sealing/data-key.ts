import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
  randomFillSync,
} from 'node:crypto';
import { SealingError } from './errors.ts';

/*
 * The form of sealed bytes, 40 more than they hold:
 *
 *   4  'TRS' and the version of this form
 *   8  salt
 *  12  nonce, random
 *   n  AES-256-GCM
 *  16  tag
 *
 * Random nonces of 96 bits bear 2^32 messages a key (NIST SP 800-38D, 8.3). A data key lives as
 * long as its transcript, so it never seals itself: each time it comes into memory it draws a salt
 * and seals with the key that HKDF makes of both, counts, and draws another at the bound.
 */

const FORM = Buffer.from([0x54, 0x52, 0x53, 1]);
const BOUND_TO = FORM.toString('latin1');
const SALT_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NONCE_AT = FORM.length + SALT_BYTES;
const SEALED_AT = NONCE_AT + NONCE_BYTES;
/** By how much sealed bytes are longer than what they hold. */
export const SEALED_MORE_BYTES = SEALED_AT + TAG_BYTES;
/** Messages under one salt. */
const MESSAGES_MOST = 2 ** 32;
/** Derived keys kept for opening: one for each time that the server was started, as a rule. */
const DERIVED_MOST = 256;

/**
 * A key of one transcript, in memory. What it seals is bound to what it is `about` (the name of a
 * document, blob or record) and opens for nothing else.
 */
export class DataKey {
  readonly name: string;
  readonly #secret: Buffer;
  readonly #messagesMost: number;
  readonly #derived = new Map<string, Buffer>();
  #salt = Buffer.alloc(0);
  #sealing = Buffer.alloc(0);
  #messages = 0;
  #destroyed = false;

  /** `secret` (32 bytes) becomes its own, and is overwritten when it is destroyed. */
  constructor(name: string, secret: Buffer, messagesMost: number = MESSAGES_MOST) {
    this.name = name;
    this.#secret = secret;
    this.#messagesMost = messagesMost;
  }

  seal(about: string, bytes: Uint8Array): Uint8Array {
    this.#checkAlive();
    if (this.#messages % this.#messagesMost === 0) this.#drawSalt();
    this.#messages += 1;
    const nonce = takeNonce();
    const cipher = createCipheriv('aes-256-gcm', this.#sealing, nonce);
    cipher.setAAD(boundTo(about));
    const sealed = cipher.update(bytes);
    cipher.final();
    return Buffer.concat(
      [FORM, this.#salt, nonce, sealed, cipher.getAuthTag()],
      sealed.length + SEALED_MORE_BYTES,
    );
  }

  /** Throws `sealing/damaged` for whatever this key did not seal about just this; `sealing/newer`. */
  open(about: string, sealed: Uint8Array): Uint8Array {
    this.#checkAlive();
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (bytes.length < SEALED_MORE_BYTES || bytes.compare(FORM, 0, 3, 0, 3) !== 0) {
      throw this.#damaged(about);
    }
    if (bytes[3] !== FORM[3]) {
      throw new SealingError(
        'sealing/newer',
        `${about} is sealed in form ${bytes[3]}, which this version does not know`,
      );
    }
    const key = this.#derive(bytes.subarray(FORM.length, NONCE_AT));
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(NONCE_AT, SEALED_AT), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo(about));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const opened = decipher.update(bytes.subarray(SEALED_AT, -TAG_BYTES));
    try {
      decipher.final();
    } catch {
      throw this.#damaged(about);
    }
    return opened;
  }

  /** Overwrites it in memory; it seals and opens nothing any more. */
  destroy(): void {
    this.#destroyed = true;
    for (const secret of [this.#secret, this.#sealing, ...this.#derived.values()]) secret.fill(0);
    this.#derived.clear();
  }

  #drawSalt(): void {
    this.#salt = randomBytes(SALT_BYTES);
    this.#sealing = Buffer.from(this.#derive(this.#salt));
  }

  #derive(salt: Uint8Array): Buffer {
    const id = Buffer.from(salt).toString('latin1');
    let key = this.#derived.get(id);
    if (key === undefined) {
      key = Buffer.from(hkdfSync('sha256', this.#secret, salt, 'triad: sealing', 32));
      const [oldest] = this.#derived.keys();
      if (this.#derived.size >= DERIVED_MOST && oldest !== undefined) this.#derived.delete(oldest);
      this.#derived.set(id, key);
    }
    return key;
  }

  #checkAlive(): void {
    if (this.#destroyed) {
      throw new SealingError('sealing/destroyed', `the key ${this.name} was destroyed`);
    }
  }

  #damaged(about: string): SealingError {
    return new SealingError(
      'sealing/damaged',
      `${about} cannot be opened with the key ${this.name}: its bytes were changed or moved`,
    );
  }
}

const NONCES = Buffer.alloc(NONCE_BYTES * 512);
let taken = NONCES.length;

/** Random bytes are drawn for many at once: the way to them costs more than they do. Each is given once. */
function takeNonce(): Buffer {
  if (taken === NONCES.length) {
    randomFillSync(NONCES);
    taken = 0;
  }
  taken += NONCE_BYTES;
  return NONCES.subarray(taken - NONCE_BYTES, taken);
}

function boundTo(about: string): Buffer {
  return Buffer.from(`${BOUND_TO}${about}`);
}
