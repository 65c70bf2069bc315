// The office's TYPE lists and the canonical tokens, as data. In: a TYPE in the office's
// words. Out: a token, and back. Each list maps one to one, so a value that was not changed
// never changes its TYPE on the way; what the office has no word for becomes Other.

export type TypedList = 'phones' | 'emails' | 'addresses' | 'urls';

const tokens: Readonly<Record<TypedList, Readonly<Record<string, string>>>> = {
  phones: { Business: 'work', Residence: 'home', Mobile: 'mobile', 'Business Fax': 'workFax', 'Residence Fax': 'homeFax', Pager: 'pager', Other: 'other' },
  emails: { Business: 'work', Personal: 'home', Other: 'other' },
  addresses: { Business: 'work', Residence: 'home', Other: 'other' },
  urls: { Business: 'work', Personal: 'home', Other: 'other' },
};

const words = Object.fromEntries(
  Object.entries(tokens).map(([list, types]) => [list, Object.fromEntries(Object.entries(types).map(([word, token]) => [token, word]))]),
) as Readonly<Record<TypedList, Readonly<Record<string, string>>>>;

export function tokenOf(list: TypedList, word: string): string {
  return tokens[list][word] ?? 'other';
}

export function wordOf(list: TypedList, token: string): string {
  return words[list][token] ?? 'Other';
}
