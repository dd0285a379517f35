import { Client } from "pg";

/** Statements that end what `BEGIN` began. */
const ENDS = /^\s*(?:COMMIT|ROLLBACK)\b/i;

/** Counts the transactions of this process, whichever pool they go through: a statement outside of one is one. */
export function countTransactions(): { readonly count: () => number; readonly stop: () => void } {
	const query = Client.prototype.query;
	const open = new WeakSet<Client>();
	let transactions = 0;
	function counted(this: Client, ...args: unknown[]): unknown {
		const [first] = args;
		const text = typeof first === "string" ? first : String((first as { readonly text?: string }).text ?? "");
		if (!open.has(this)) transactions += 1;
		if (/^\s*BEGIN\b/i.test(text)) open.add(this);
		else if (ENDS.test(text)) open.delete(this);
		return Reflect.apply(query, this, args);
	}
	Client.prototype.query = counted as typeof query;
	return {
		count: () => transactions,
		stop: () => {
			Client.prototype.query = query;
		},
	};
}
