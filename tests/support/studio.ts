/**
 * What a camera sees: a sheet of paper (or a bare code) held in front of it. Frames are JPEG pictures of 1280 × 720,
 * drawn by the browser from the real sheet's picture.
 */
import type { BrowserContext, Page } from "@playwright/test";
import { encode } from "uqr";

const WIDTH = 1280;
const HEIGHT = 720;
/** The viewfinder asks for the code to fill about two thirds of the picture's height. */
const CODE_HEIGHT = 470;

/** A picture and where the code to be aimed at lies on it, in the picture's pixels. */
export type Paper = {
	readonly png: Buffer;
	readonly width: number;
	readonly code: { readonly x: number; readonly y: number; readonly size: number };
};

export type Studio = {
	/** The camera aims at the paper's code; the rest of the paper is in the picture as far as it fits. */
	frameOf(paper: Paper): Promise<Buffer>;
	/** A bare QR code of any text, as a forger's phone would show it. */
	frameOfText(text: string): Promise<Buffer>;
	close(): Promise<void>;
};

export async function openStudio(context: BrowserContext): Promise<Studio> {
	const page = await context.newPage();
	await page.setViewportSize({ width: WIDTH, height: HEIGHT });
	return {
		frameOf: ({ png, width, code }) => {
			const scale = CODE_HEIGHT / code.size;
			const left = WIDTH / 2 - (code.x + code.size / 2) * scale;
			const top = HEIGHT / 2 - (code.y + code.size / 2) * scale;
			const style = `position:absolute;left:${left}px;top:${top}px;width:${width * scale}px`;
			return shoot(page, `<img style="${style}" src="data:image/png;base64,${png.toString("base64")}">`);
		},
		frameOfText: (text) => shoot(page, drawCode(text)),
		close: () => page.close(),
	};
}

function drawCode(text: string): string {
	const { data } = encode(text, { ecc: "M", border: 4 });
	const cells = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
	const style = `position:absolute;left:${(WIDTH - 600) / 2}px;top:60px;width:600px;height:600px;background:#fff`;
	return `<svg style="${style}" viewBox="0 0 ${data.length} ${data.length}" shape-rendering="crispEdges"><path d="${cells.join("")}"/></svg>`;
}

async function shoot(page: Page, html: string): Promise<Buffer> {
	await page.setContent(`<body style="margin:0;overflow:hidden;background:#707070">${html}</body>`);
	await page.waitForFunction(() => [...document.images].every((image) => image.complete && image.naturalWidth > 0));
	return await page.screenshot({ type: "jpeg", quality: 92, scale: "css" });
}
