/** Cells in a row and in a column: a face or a sheet fills several, a camera's noise none. */
const GRID = 24;
/** Samples in each direction of a cell: enough to average noise away. */
const SAMPLES = 8;
/** Of 255, how much one cell has to change: light that flickers or drifts does less between two looks. */
const CHANGE = 10;

/** A picture as a few mean brightnesses. */
export function cellsOf({ data, width, height }: ImageData): Uint8Array {
	const cells = new Uint8Array(GRID * GRID);
	for (let row = 0; row < GRID; row++) {
		for (let column = 0; column < GRID; column++) {
			let sum = 0;
			for (let i = 0; i < SAMPLES; i++) {
				const y = Math.floor(((row + (i + 0.5) / SAMPLES) * height) / GRID);
				for (let j = 0; j < SAMPLES; j++) {
					const x = Math.floor(((column + (j + 0.5) / SAMPLES) * width) / GRID);
					// Green is most of what an eye takes for brightness.
					sum += data[4 * (y * width + x) + 1] ?? 0;
				}
			}
			cells[row * GRID + column] = sum / (SAMPLES * SAMPLES);
		}
	}
	return cells;
}

/** Whether anything in the picture moved between the two. */
export function haveMoved(before: Uint8Array, after: Uint8Array): boolean {
	return after.some((cell, i) => Math.abs(cell - (before[i] ?? 0)) > CHANGE);
}
