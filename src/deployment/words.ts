import { BadAnswer } from './bad-answer.js';
import { nearest } from './nearest.js';

/** A parser of one word out of a list. */
export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = words.find((one) => one === text);
    if (word !== undefined) return word;
    const meant = nearest(text, words);
    throw new BadAnswer(
      `is not one of ${words.join(', ')}`,
      meant ? `did you mean ${meant}?` : 'write one of these words',
    );
  };
}
