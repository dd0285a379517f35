/**
 * Answers that may wait begin one in each turn of the event loop (spec AB-7): of the turns that a call before a screen takes,
 * each then holds at most one of them, however many somebody asks for at once.
 */

/** What is asked for first begins first. */
export function oneATurn(): (begin: () => void) => void {
	const waiting: (() => void)[] = [];
	let isExpected = false;
	function expectNext(): void {
		if (isExpected || waiting.length === 0) return;
		isExpected = true;
		setImmediate(beginNext);
	}
	function beginNext(): void {
		isExpected = false;
		const begin = waiting.shift();
		expectNext();
		begin?.();
	}
	return (begin) => {
		waiting.push(begin);
		expectNext();
	};
}
