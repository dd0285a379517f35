import "client-only";

/**
 * Web Locks: what one tab of this browser does at a time. A tab that is killed loses its locks by itself.
 */
export type LockName = "relais-issue" | "relais-outbox" | "relais-kit" | "relais-start";

/** Runs `work` alone; waits for its turn. */
export type WithLock = <Value>(name: LockName, work: () => Promise<Value>) => Promise<Value>;

export const withLock: WithLock = (name, work) => navigator.locks.request(name, work);

/** Runs `work` unless another holds the lock; then undefined. */
export function ifFree<Value>(name: LockName, work: () => Promise<Value>): Promise<Value | undefined> {
	return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock === null ? undefined : work()));
}
