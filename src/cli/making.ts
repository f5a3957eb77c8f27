import type { Proven } from '../make/prove.js';
import type { Plan } from '../plan/types.js';
import type { CommandContext } from './context.js';
import { showProgress } from './terminal/progress.js';

/** What a run that makes something is told while it works, and whether it is to be proved. */
export interface Making {
  readonly onProgress: (done: number, total: number) => void;
  /** Absent where nothing is to be proved. */
  readonly prove?: Prove;
  end(): void;
}

type Prove = (folder: string, scope?: readonly string[]) => Promise<Proven>;

/**
 * Lines on the terminal that say how far keys and handshakes are.
 *
 * @param options.verify whether what is made is proved before it is put in place
 */
export function showMaking(
  plan: Plan,
  { verify, now }: { readonly verify: boolean; readonly now: Date },
  { terminal, signal }: CommandContext,
): Making {
  const making = showProgress(terminal, 'keys and certificates');
  const proving = showProgress(terminal, 'handshakes');
  const total = plan.hosts.reduce((sum, host) => sum + host.certificates.length, 0);
  // CAs come first and are not counted: with RSA keys the line would stay away for seconds.
  making.update(0, total);
  const prove: Prove = async (folder, scope) => {
    making.end();
    const { proveFolder } = await import('../make/prove.js');
    return proveFolder(folder, { now, signal, onProgress: proving.update, ...(scope && { scope }) });
  };
  return {
    onProgress: making.update,
    ...(verify && { prove }),
    end() {
      making.end();
      proving.end();
    },
  };
}
