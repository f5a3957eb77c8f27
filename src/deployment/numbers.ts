import { BadAnswer } from './bad-answer.js';

/**
 * A parser of a decimal whole number between two bounds, both included.
 *
 * @param reason why the bounds are where they are, for the hint
 */
export function parseInteger(
  least: number,
  most: number,
  reason = 'write it in decimal digits',
): (text: string) => number {
  return (text) => {
    const value = /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new BadAnswer(`is not a whole number from ${least} to ${most}`, reason);
  };
}
