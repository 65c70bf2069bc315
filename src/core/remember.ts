// A memory for a function that is pure but slow, and is asked the same again and again. In:
// the function. Out: one that answers the same. Never here: what differs from one call to the
// next with the same arguments.

/** Dropped whole when it is full, so that it never grows without end. */
export function remember<T>(compute: (value: string, context: string) => T, most = 50_000): (value: string, context: string) => T {
  const known = new Map<string, T>();
  return (value, context) => {
    // No zone and no country has a blank in its name: two questions never share a key.
    const key = `${context} ${value}`;
    let answer = known.get(key);
    if (answer === undefined) {
      answer = compute(value, context);
      if (known.size === most) known.clear();
      known.set(key, answer);
    }
    return answer;
  };
}
