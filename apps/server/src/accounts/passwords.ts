import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { refuse } from '../refusal.ts';
import { makeTurnstile } from '../turnstile.ts';

/** A password as it is kept: everything that is needed to check it, and nothing else. */
export type PasswordHash = {
  readonly algorithm: 'argon2id';
  readonly memoryKib: number;
  readonly passes: number;
  readonly parallelism: number;
  /** Base64. */
  readonly salt: string;
  /** Base64. */
  readonly hash: string;
};

export type PasswordCost = Pick<PasswordHash, 'memoryKib' | 'passes' | 'parallelism'>;

/** 64 MiB and three passes: about 130 ms on two cores. */
export const PASSWORD_COST: PasswordCost = { memoryKib: 64 * 1024, passes: 3, parallelism: 1 };

export type Passwords = {
  hash(password: string): Promise<PasswordHash>;
  /** With null it does the same work and answers false, so that time tells nothing. */
  verify(password: string, kept: PasswordHash | null): Promise<boolean>;
};

/**
 * Argon2 shares the thread pool with file access and takes memory, so few run at once; those who
 * wait are bounded too, and told to come back.
 */
export function makePasswords({
  atOnce = 2,
  waitingMost = 40,
  cost = PASSWORD_COST,
}: {
  readonly atOnce?: number;
  readonly waitingMost?: number;
  readonly cost?: PasswordCost;
} = {}): Passwords {
  const oneOfFew = makeTurnstile(atOnce, waitingMost, () => refuse('accounts/busy'));

  function derive(
    password: string,
    salt: Buffer,
    { memoryKib, passes, parallelism }: PasswordCost,
  ) {
    return oneOfFew(
      () =>
        new Promise<Buffer>((resolve, reject) => {
          argon2(
            'argon2id',
            {
              message: password.normalize('NFC'),
              nonce: salt,
              parallelism,
              tagLength: 32,
              memory: memoryKib,
              passes,
            },
            (error, bytes) => (error === null ? resolve(Buffer.from(bytes)) : reject(error)),
          );
        }),
    );
  }

  const nobody: PasswordHash = {
    algorithm: 'argon2id',
    ...cost,
    salt: randomBytes(16).toString('base64'),
    hash: randomBytes(32).toString('base64'),
  };

  return {
    async hash(password) {
      const salt = randomBytes(16);
      const bytes = await derive(password, salt, cost);
      return {
        algorithm: 'argon2id',
        ...cost,
        salt: salt.toString('base64'),
        hash: bytes.toString('base64'),
      };
    },
    async verify(password, kept) {
      const against = kept ?? nobody;
      const bytes = await derive(password, Buffer.from(against.salt, 'base64'), against);
      return timingSafeEqual(bytes, Buffer.from(against.hash, 'base64')) && kept !== null;
    },
  };
}
