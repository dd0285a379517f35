/** Remembers the answers that were asked for last, `most` of them; the oldest is forgotten first. */
export type BoundedMemory<Value> = {
	readonly get: (name: string) => Value | undefined;
	readonly set: (name: string, value: Value) => void;
};

export function boundedMemory<Value>(most: number): BoundedMemory<Value> {
	const values = new Map<string, Value>();
	return {
		get: (name) => values.get(name),
		set: (name, value) => {
			values.set(name, value);
			// A Map keeps the order of insertion.
			if (values.size > most) values.delete(values.keys().next().value ?? "");
		},
	};
}
