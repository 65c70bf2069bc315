// A memory for a function that is pure but slow, and is asked the same again and again. In:
// the function. Out: one that answers the same. Never here: what differs from one call to the
// next with the same arguments.

/** Dropped whole when it is full, so that it never grows without end. */
export function remember<T>(compute: (value: string, context: string) => T, most = 50_000): (value: string, context: string) => T {
  // By context first: a key made of both would be a new string for each question.
  const known = new Map<string, Map<string, T>>();
  let size = 0;
  const knownIn = (context: string): Map<string, T> => {
    const mine = known.get(context) ?? new Map<string, T>();
    known.set(context, mine);
    return mine;
  };
  return (value, context) => {
    const found = known.get(context)?.get(value);
    if (found !== undefined) return found;
    const answer = compute(value, context);
    if (size === most) {
      known.clear();
      size = 0;
    }
    knownIn(context).set(value, answer);
    size += 1;
    return answer;
  };
}
