import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { UserOptions } from './configuration.ts';

/** 192 bits, in letters that need no escape in a URL. */
const newPassword = (): string => randomBytes(24).toString('base64url');

/** The passwords of the engine's users: made at the first start, kept in a file that its owner alone may read. */
export const readPasswords = (file: string): UserOptions => {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as UserOptions;
  const passwords = { ownerPassword: newPassword(), readerPassword: newPassword() };
  writeFileSync(file, JSON.stringify(passwords), { mode: 0o600 });
  chmodSync(file, 0o600);
  return passwords;
};
