import { CertlabError } from '../errors.js';

/** What stops one run of work: the caller's signal, or the end of the run itself. */
export interface Stop {
  readonly signal: AbortSignal;
  /** Ends the run: tasks still waiting never start. */
  end(): void;
}

export function stopOn(signal: AbortSignal | undefined): Stop {
  const controller = new AbortController();
  const cancel = () =>
    controller.abort(
      new CertlabError(
        { code: 'ERR_CANCELLED', message: 'cancelled while keys and certificates were being made' },
        { cause: signal?.reason },
      ),
    );
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  return {
    signal: controller.signal,
    end() {
      signal?.removeEventListener('abort', cancel);
      controller.abort();
    },
  };
}
