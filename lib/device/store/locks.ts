import "client-only";
import { DATABASE_NAME, database } from "./database";

/**
 * Web Locks: what one tab of this browser does at a time. A tab that is killed loses its locks by itself. A page on
 * another database than the device's waits for none of the device's, and holds none of them up.
 */
export type LockName = "relais-issue" | "relais-outbox" | "relais-kit" | "relais-start";

/** Runs `work` alone; waits for its turn. */
export type WithLock = <Value>(name: LockName, work: () => Promise<Value>) => Promise<Value>;

export const withLock: WithLock = (name, work) => navigator.locks.request(ownName(name), work);

/** Runs `work` unless another holds the lock; then undefined. */
export function ifFree<Value>(name: LockName, work: () => Promise<Value>): Promise<Value | undefined> {
	return navigator.locks.request(ownName(name), { ifAvailable: true }, (lock) => (lock === null ? undefined : work()));
}

function ownName(name: LockName): string {
	const { name: own } = database();
	return own === DATABASE_NAME ? name : `${name}.${own}`;
}
