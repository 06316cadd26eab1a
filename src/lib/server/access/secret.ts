import { randomBytes } from 'node:crypto';

/** 256 bits that nobody guesses, as 43 characters of base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** Whether a text has the form of a secret. */
export const isSecret = (text: string): boolean => SECRET.test(text);
