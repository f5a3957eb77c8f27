import type { Answers } from './answers.js';
import { FileReader } from './file-reader.js';

export {
  answersOf,
  askedQuestions,
  editDeploymentFile,
  type FileQuestion,
  renderDeploymentFile,
} from './render-file.js';

/**
 * Reads a deployment.yml: the questions' names as keys, each answer judged as a flag's would be. Every scalar is text, so
 * that `stack-version: 9.10` is not read as 9.1. A key without value counts as not there.
 *
 * @param path names the file in messages
 * @throws CertlabError ERR_INPUT with every problem and its line
 */
export async function readDeploymentFile(text: string, path: string): Promise<Answers> {
  const yaml = await import('yaml');
  return new FileReader(text, path, yaml).answers();
}
