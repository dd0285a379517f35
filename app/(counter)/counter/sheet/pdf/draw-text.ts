import type { TextPicture } from "./pdf-page";

/** Dots of a line: sharp at three times the size of a sheet's text. */
const LINE = 96;
const SIZE = 72;

/** A text in whatever script, as the browser's own fonts write it: shaped, and in its own direction. */
export function drawText(text: string, { bold }: { readonly bold: boolean }): TextPicture {
	const canvas = document.createElement("canvas");
	const font = `${bold ? 700 : 400} ${SIZE}px system-ui, sans-serif`;
	const measured = contextOf(canvas);
	measured.font = font;
	canvas.width = Math.max(1, Math.ceil(measured.measureText(text).width));
	canvas.height = LINE;
	// A canvas that changes its size forgets how it was drawn on.
	const context = contextOf(canvas);
	context.fillStyle = "#fff";
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.fillStyle = "#000";
	context.font = font;
	context.textAlign = "left";
	context.textBaseline = "middle";
	context.fillText(text, 0, LINE / 2);
	const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
	const grey = Uint8Array.from({ length: canvas.width * canvas.height }, (_, i) => data[4 * i] ?? 255);
	return { width: canvas.width, height: canvas.height, grey };
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
	const context = canvas.getContext("2d", { willReadFrequently: true });
	if (context === null) throw new Error("this browser does not draw");
	return context;
}
