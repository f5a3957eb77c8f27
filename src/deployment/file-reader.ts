import type { Document, LineCounter, Node, Pair, YAMLMap } from 'yaml';
import { AGENT_COLUMNS, type AgentAnswer, parseAgent } from './agents.js';
import { AnswerReader, type Answers, type AnswerValue } from './answers.js';
import { nearest } from './nearest.js';
import { PARSERS, type QuestionName } from './parsers.js';
import { QUESTIONS, type Question, questionOf } from './questions.js';
import { shown } from './shown.js';

/** A deployment.yml is three levels deep. A file of nothing but brackets exhausts the parser's stack, and then Node's. */
const DEEPEST = 20;
const TOO_DEEP = 'is nested too deep';

const FILE_KEYS: readonly string[] = QUESTIONS.filter(({ inFile }) => inFile).map(({ name }) => name);

/** Walks the nodes of one deployment.yml, so that each problem can say its line. */
export class FileReader {
  readonly #path: string;
  readonly #yaml: typeof import('yaml');
  readonly #lines: LineCounter;
  readonly #document: Document.Parsed;
  readonly #reader = new AnswerReader({});

  /** @throws CertlabError ERR_INPUT when the text is no YAML */
  constructor(text: string, path: string, yaml: typeof import('yaml')) {
    this.#path = path;
    this.#yaml = yaml;
    this.#lines = new yaml.LineCounter();
    if (isTooDeep(text)) this.#refuse(0, TOO_DEEP, 'write one key: value a line');
    this.#reader.finish();
    this.#document = yaml.parseDocument(text, {
      schema: 'failsafe',
      prettyErrors: false,
      lineCounter: this.#lines,
      logLevel: 'error',
    });
    for (const { message, pos } of [...this.#document.errors, ...this.#document.warnings]) {
      const reason = /call stack/.test(message) ? TOO_DEEP : `is no plain YAML: ${message.split('\n', 1)[0]}`;
      this.#refuse(pos[0], reason, 'write one key: value a line');
    }
    // Nested aliases make gigabytes out of a few lines.
    const Alias = (_key: unknown, node: Node) => {
      this.#refuse(startOf(node), 'holds an alias', 'write the value out');
    };
    yaml.visit(this.#document, { Alias });
    this.#reader.finish();
  }

  /** @throws CertlabError ERR_INPUT with every problem */
  answers(): Answers {
    const root = this.#document.contents;
    const answers: Record<string, AnswerValue> = {};
    if (this.#yaml.isMap(root)) {
      for (const pair of root.items) this.#takeAnswer(pair as Pair<Node, Node | null>, answers);
    } else if (root !== null) {
      this.#refuse(startOf(root), 'does not hold answers', 'write each as key: value');
    }
    this.#reader.finish();
    return answers;
  }

  #takeAnswer({ key, value }: Pair<Node, Node | null>, answers: Record<string, AnswerValue>): void {
    const name = this.#text(key);
    const question = QUESTIONS.find((one) => one.name === name);
    if (name === undefined || !question?.inFile) {
      this.#refuse(startOf(key), `has the unknown key ${shown(name ?? '')}`, wayOut(name ?? '', question));
      return;
    }
    if (value === null || this.#text(value) === '') return;
    answers[name] = this.#valueOf(question, value);
  }

  #valueOf(question: Question, value: Node): AnswerValue {
    if (question.name === 'agent') return this.#listOf(value).map((node) => this.#agent(node));
    if (question.name === 'san' && this.#yaml.isMap(value)) return this.#sans(value as YAMLMap<Node, Node | null>);
    if (!question.repeatable) return this.#judged(question.name, value);
    return this.#listOf(value).map((node) => this.#judged(question.name, node));
  }

  #judged(name: QuestionName, node: Node): string {
    const text = this.#scalar(name, node);
    if (text !== undefined) {
      const subject = `${this.#at(startOf(node))}: ${name} ${questionOf(name).secret ? '' : shown(text)}`.trimEnd();
      this.#reader.attempt(name, subject, () => (PARSERS[name] as (text: string) => unknown)(text));
    }
    return text ?? '';
  }

  /** `host: [names]`, as the flag writes it: `host=name,name`. */
  #sans(map: YAMLMap<Node, Node | null>): string[] {
    return map.items.map(({ key, value }) => {
      const names = this.#listOf(value).map((node) => this.#scalar('san', node) ?? '');
      const answer = `${this.#text(key) ?? ''}=${names.join(',')}`;
      this.#reader.attempt('san', `${this.#at(startOf(key))}: san ${shown(answer)}`, () => PARSERS.san(answer));
      return answer;
    });
  }

  /** A name alone, or a mapping with the columns of an agents file. */
  #agent(node: Node): AgentAnswer {
    const agent = this.#yaml.isMap(node)
      ? this.#agentFields(node as YAMLMap<Node, Node | null>)
      : { name: this.#scalar('agent', node) ?? '' };
    this.#reader.attempt('agent', `${this.#at(startOf(node))}: agent ${shown(agent.name)}`, () => parseAgent(agent));
    return agent;
  }

  #agentFields(map: YAMLMap<Node, Node | null>): AgentAnswer {
    const fields: { name: string; platform?: string; altNames?: string[] } = { name: '' };
    for (const { key, value } of map.items) {
      const column = this.#text(key) ?? '';
      if (column === 'name') fields.name = this.#scalar('agent', value) ?? '';
      else if (column === 'platform') fields.platform = this.#scalar('agent', value) ?? '';
      else if (column === 'alt-names') {
        fields.altNames = this.#listOf(value).map((node) => this.#scalar('agent', node) ?? '');
      } else {
        this.#refuse(
          startOf(key),
          `has the unknown key ${shown(column)} in an agent`,
          suggestion(column, AGENT_COLUMNS),
        );
      }
    }
    return fields;
  }

  #listOf(value: Node | null): Node[] {
    if (value === null) return [];
    return this.#yaml.isSeq(value) ? (value.items as Node[]) : [value];
  }

  #text(node: Node | null): string | undefined {
    return this.#yaml.isScalar(node) ? String(node.value) : undefined;
  }

  /** The text of a scalar; anything else is a problem. */
  #scalar(name: QuestionName, node: Node | null): string | undefined {
    const text = this.#text(node);
    if (text === undefined)
      this.#refuse(startOf(node), `has something else than a plain value for ${name}`, 'write one word or number');
    return text;
  }

  #refuse(offset: number, message: string, hint: string): void {
    const problem = { code: 'ERR_INPUT', message: `${this.#at(offset)} ${message}`, hint } as const;
    this.#reader.problems.push(problem);
  }

  #at(offset: number): string {
    return `${this.#path} line ${Math.max(1, this.#lines.linePos(offset).line)}`;
  }
}

const startOf = (node: Node | null): number => node?.range?.[0] ?? 0;

/** What to do about a key that is no answer of a deployment.yml. */
function wayOut(key: string, question: Question | undefined): string {
  if (question) return `it does not belong into a file: give --${question.name} <${question.placeholder}>`;
  return suggestion(key, FILE_KEYS);
}

function suggestion(key: string, keys: readonly string[]): string {
  const meant = nearest(key, keys);
  return meant ? `did you mean ${meant}?` : `the keys are ${keys.join(', ')}`;
}

/** Counts brackets, the indicators of nested blocks on one line, and indentation; lines that are comments do not count. */
function isTooDeep(content: string): boolean {
  const text = content.replaceAll(/^[ \t]*#.*$/gm, '');
  let depth = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth += 1;
    else if ((character === ']' || character === '}') && depth > 0) depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return (
    new RegExp(`^[ \\t]*([-?:][ \\t]+){${DEEPEST}}`, 'm').test(text) ||
    new RegExp(`^ {${10 * DEEPEST}}`, 'm').test(text)
  );
}
