/** Items by key, keys in the order of their first item: Map.groupBy, which Node 20 lacks. */
export function grouped<T, Key>(items: readonly T[], keyOf: (item: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** `2,000`. */
export const figure = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 agent`, `2,000 agents`. */
export const count = (number: number, noun: string): string => `${figure(number)} ${noun}${number === 1 ? '' : 's'}`;

/** `web-01, web-02, web-03 and 7 more`. */
export function someOf(names: readonly string[], most: number): string {
  const distinct = [...new Set(names)];
  const rest = distinct.length - most;
  return rest <= 1 ? distinct.join(', ') : `${distinct.slice(0, most).join(', ')} and ${figure(rest)} more`;
}
