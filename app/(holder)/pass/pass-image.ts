import { encode } from "uqr";

/** What stands under the code. */
export type PassCaption = { readonly name: string; readonly birth: string; readonly advice: string };

/** Wide enough for every telephone and for a print of 9 cm at 300 dots an inch. */
const WIDTH = 1080;
const MARGIN = 60;
const FONT = "system-ui, sans-serif";

/** The pass as a picture to keep beside the browser: its code, whose it is, and nothing of what it says of their health. */
export async function passImage(hc1: string, caption: PassCaption): Promise<Blob> {
	const { data } = encode(hc1, { ecc: "M", border: 4 });
	// Whole dots for each module: a code with blurred edges is read by fewer scanners.
	const module = Math.floor(WIDTH / data.length);
	const side = module * data.length;
	const canvas = document.createElement("canvas");
	const context = canvas.getContext("2d");
	if (context === null) throw new Error("this browser draws no pictures");
	const lines = [
		...wrapped(context, { text: caption.name, font: `bold 52px ${FONT}` }),
		...wrapped(context, { text: caption.birth, font: `44px ${FONT}` }),
		...wrapped(context, { text: caption.advice, font: `32px ${FONT}` }),
	];
	canvas.width = WIDTH;
	canvas.height = side + lines.length * LINE + MARGIN;
	context.fillStyle = "#fff";
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.fillStyle = "#000";
	const left = Math.floor((WIDTH - side) / 2);
	for (const [y, row] of data.entries()) {
		for (const [x, dark] of row.entries()) if (dark) context.fillRect(left + x * module, y * module, module, module);
	}
	context.textBaseline = "top";
	for (const [i, { text, font }] of lines.entries()) {
		context.font = font;
		context.fillText(text, MARGIN, side + i * LINE);
	}
	return await pngOf(canvas);
}

const LINE = 68;
type Line = { readonly text: string; readonly font: string };

/** Names can be long: as many lines as they need, broken between words. */
function wrapped(context: CanvasRenderingContext2D, { text, font }: Line): Line[] {
	context.font = font;
	const lines: Line[] = [];
	let line = "";
	for (const word of text.split(" ")) {
		const longer = line === "" ? word : `${line} ${word}`;
		if (line !== "" && context.measureText(longer).width > WIDTH - 2 * MARGIN) {
			lines.push({ text: line, font });
			line = word;
		} else line = longer;
	}
	return [...lines, { text: line, font }];
}

function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
	return new Promise((resolve, reject) => {
		canvas.toBlob((blob) => (blob === null ? reject(new Error("the picture is empty")) : resolve(blob)), "image/png");
	});
}
