// Tokens of Google accounts at rest: sealed with the installation's key and bound to their
// account, so that a row copied to another account does not open. Never in a log.

import { z } from 'zod';
import { changeAccount, delegatedMark, loadAccount } from '../store/account.ts';
import type { Store } from '../store/open.ts';
import { openSecret, sealSecret } from '../secret.ts';
import type { SecretKeys } from '../secret.ts';
import type { TokenStore, Tokens } from '../replica/google/tokens.ts';

export interface TokenVault {
  /** `sealed`: as just read; what is asked for again is read anew. */
  of(accountId: string, sealed?: string | null): TokenStore;
  seal(accountId: string, tokens: Tokens): string;
}

const tokensSchema = z.object({
  refreshToken: z.string(),
  accessToken: z.string().optional(),
  expiresAt: z.number().optional(),
  scopes: z.array(z.string()).optional(),
});

export function createTokenVault(store: Store, keys: SecretKeys): TokenVault {
  const seal = (accountId: string, tokens: Tokens): string => sealSecret(keys, JSON.stringify(tokens), `account:${accountId}|google`);
  return {
    seal,
    of: (accountId, sealed) => ({
      async load() {
        const googleTokens = sealed === undefined ? (await loadAccount(store.db, accountId)).googleTokens : sealed;
        sealed = undefined;
        if (googleTokens === null || googleTokens === delegatedMark) return undefined;
        const { plain, old } = openSecret(keys, googleTokens, `account:${accountId}|google`);
        const tokens = tokensSchema.parse(JSON.parse(plain));
        if (old) await changeAccount(store.db, accountId, { googleTokens: seal(accountId, tokens) });
        return tokens;
      },
      async save(tokens) {
        await changeAccount(store.db, accountId, { googleTokens: seal(accountId, tokens) });
      },
    }),
  };
}
