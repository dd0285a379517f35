/** What happens when: a binary heap by time, and within one moment in the order in which it was planned. */
type Planned = { readonly time: number; readonly sequence: number; readonly run: () => void };

export type EventQueue = {
	readonly size: () => number;
	readonly add: (time: number, run: () => void) => void;
	/** The earliest, without taking it. */
	readonly peek: () => Planned | undefined;
	readonly take: () => Planned | undefined;
};

export function eventQueue(): EventQueue {
	const heap: Planned[] = [];
	let planned = 0;
	return {
		size: () => heap.length,
		add(time, run) {
			heap.push({ time, sequence: planned++, run });
			rise(heap, heap.length - 1);
		},
		peek: () => heap[0],
		take() {
			const first = heap[0];
			const last = heap.pop();
			if (first === undefined || last === undefined || first === last) return first;
			heap[0] = last;
			sink(heap);
			return first;
		},
	};
}

const precedes = (a: Planned, b: Planned) => a.time < b.time || (a.time === b.time && a.sequence < b.sequence);

function rise(heap: Planned[], from: number): void {
	const event = heap[from] as Planned;
	let at = from;
	while (at > 0) {
		const up = (at - 1) >> 1;
		const parent = heap[up] as Planned;
		if (!precedes(event, parent)) break;
		heap[at] = parent;
		at = up;
	}
	heap[at] = event;
}

function sink(heap: Planned[]): void {
	const event = heap[0] as Planned;
	const half = heap.length >> 1;
	let at = 0;
	while (at < half) {
		let down = 2 * at + 1;
		const right = heap[down + 1];
		if (right !== undefined && precedes(right, heap[down] as Planned)) down++;
		const child = heap[down] as Planned;
		if (!precedes(child, event)) break;
		heap[at] = child;
		at = down;
	}
	heap[at] = event;
}
